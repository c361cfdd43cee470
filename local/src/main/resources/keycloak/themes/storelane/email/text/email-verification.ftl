<#ftl output_format="plainText">
${msg("greeting")}

${msg("emailVerificationIntro")}

${link}

${msg("linkExpires", linkExpirationFormatter(linkExpiration))}
${msg("emailVerificationIgnore")}

Storelane
${msg("mailReason")}
