<#ftl output_format="plainText">
${msg("emailVerificationTitle")}

${msg("emailVerificationIntro")}

${link}

${msg("storelaneExpires", linkExpirationFormatter(linkExpiration))} ${msg("emailVerificationIgnore")}

Storelane
