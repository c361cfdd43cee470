<#import "letter.ftl" as mail>
<@mail.letter name="executeActions" link=link period=linkExpirationFormatter(linkExpiration) />
