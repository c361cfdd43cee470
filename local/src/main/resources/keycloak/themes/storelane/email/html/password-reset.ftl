<#import "letter.ftl" as mail>
<@mail.letter name="passwordReset" link=link period=linkExpirationFormatter(linkExpiration) />
