<#ftl output_format="plainText">
${msg("greeting")}

${msg("executeActionsIntro")}

${link}

${msg("linkExpires", linkExpirationFormatter(linkExpiration))}
${msg("executeActionsIgnore")}

Storelane
${msg("mailReason")}
