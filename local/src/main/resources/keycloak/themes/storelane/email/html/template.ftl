<#macro emailLayout title="" intro="" button="" link="" expires="" ignore="">
<!doctype html>
<html lang="${(locale.toLanguageTag())!locale.language}" dir="${(ltr)?then('ltr','rtl')}">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">
</head>
<body style="margin:0;padding:0;background:#f6f7f9;">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="background:#f6f7f9;"><tr><td align="center" style="padding:32px 16px;font-family:Inter,'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',system-ui,sans-serif;color:#1f2937;">
  <table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:520px;">
    <tr><td style="padding:0 4px 20px;font-size:18px;font-weight:600;"><span style="display:inline-block;width:12px;height:12px;margin-right:8px;border-radius:4px;background:#4f46e5;"></span>Storelane</td></tr>
    <tr><td style="padding:32px;background:#ffffff;border:1px solid #e5e7eb;border-radius:12px;font-size:15px;line-height:1.6;">
      <#if link?has_content>
      <h1 style="margin:0 0 12px;font-size:20px;line-height:1.4;">${title}</h1>
      <p style="margin:0 0 24px;">${intro}</p>
      <p style="margin:0 0 24px;"><a href="${link}" style="display:inline-block;padding:11px 20px;border-radius:8px;background:#4f46e5;color:#ffffff;font-weight:600;text-decoration:none;">${button}</a></p>
      <p style="margin:0 0 4px;font-size:13px;color:#5f6b7a;">${msg("storelaneLinkHint")}</p>
      <p style="margin:0 0 20px;font-size:13px;word-break:break-all;"><a href="${link}" style="color:#4f46e5;">${link}</a></p>
      <p style="margin:0;font-size:13px;color:#5f6b7a;">${expires} ${ignore}</p>
      <#else>
      <#nested>
      </#if>
    </td></tr>
  </table>
</td></tr></table>
</body>
</html>
</#macro>
