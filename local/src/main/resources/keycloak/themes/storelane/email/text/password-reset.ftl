<#ftl output_format="plainText">
${msg("passwordResetTitle")}

${msg("passwordResetIntro")}

${link}

${msg("storelaneExpires", linkExpirationFormatter(linkExpiration))} ${msg("passwordResetIgnore")}

Storelane
