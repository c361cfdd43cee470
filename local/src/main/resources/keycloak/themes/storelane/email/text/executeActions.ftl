<#ftl output_format="plainText">
${msg("executeActionsTitle")}

${msg("executeActionsIntro")}

${link}

${msg("storelaneExpires", linkExpirationFormatter(linkExpiration))} ${msg("executeActionsIgnore")}

Storelane
