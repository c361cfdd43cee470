<#import "template.ftl" as layout>
<@layout.emailLayout title=msg("emailVerificationTitle") intro=msg("emailVerificationIntro") button=msg("emailVerificationButton") link=link expires=msg("storelaneExpires", linkExpirationFormatter(linkExpiration)) ignore=msg("emailVerificationIgnore")/>
