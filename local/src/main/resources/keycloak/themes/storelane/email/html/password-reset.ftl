<#import "template.ftl" as layout>
<@layout.emailLayout title=msg("passwordResetTitle") intro=msg("passwordResetIntro") button=msg("passwordResetButton") link=link expires=msg("storelaneExpires", linkExpirationFormatter(linkExpiration)) ignore=msg("passwordResetIgnore")/>
