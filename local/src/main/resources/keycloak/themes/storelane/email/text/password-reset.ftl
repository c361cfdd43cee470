<#ftl output_format="plainText">
${msg("greeting")}

${msg("passwordResetIntro")}

${link}

${msg("linkExpires", linkExpirationFormatter(linkExpiration))}
${msg("passwordResetIgnore")}

Storelane
${msg("mailReason")}
