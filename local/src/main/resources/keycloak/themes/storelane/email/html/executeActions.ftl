<#import "template.ftl" as layout>
<@layout.emailLayout title=msg("executeActionsTitle") intro=msg("executeActionsIntro") button=msg("executeActionsButton") link=link expires=msg("storelaneExpires", linkExpirationFormatter(linkExpiration)) ignore=msg("executeActionsIgnore")/>
