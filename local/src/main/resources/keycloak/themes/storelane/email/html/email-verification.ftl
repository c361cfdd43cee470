<#import "letter.ftl" as mail>
<@mail.letter name="emailVerification" link=link period=linkExpirationFormatter(linkExpiration) />
