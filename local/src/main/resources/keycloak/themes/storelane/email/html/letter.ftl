<#-- One letter with one link. Mail programs know no style sheets worth trusting, so the styles stand at the elements. -->
<#macro letter name link period>
<#assign font='font-family:Inter,&quot;PingFang SC&quot;,&quot;Microsoft YaHei&quot;,&quot;Noto Sans CJK SC&quot;,Arial,sans-serif;'?no_esc>
<!DOCTYPE html>
<html lang="${locale.toLanguageTag()}">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light">
  <title>${msg(name + "Subject")}</title>
</head>
<body style="margin:0;padding:0;background:#f6f7f9;${font}">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="background:#f6f7f9;">
  <tr>
    <td align="center" style="padding:32px 16px;">
      <table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:520px;">
        <tr>
          <td style="padding:0 0 20px;">
            <table role="presentation" cellpadding="0" cellspacing="0" border="0">
              <tr>
                <td width="32" height="32" align="center" style="width:32px;height:32px;border-radius:8px;background:#4f46e5;color:#ffffff;font-size:18px;line-height:32px;font-weight:700;${font}">S</td>
                <td style="padding-left:10px;color:#1a2130;font-size:18px;font-weight:700;${font}">Storelane</td>
              </tr>
            </table>
          </td>
        </tr>
        <tr>
          <td style="padding:32px;background:#ffffff;border:1px solid #e6e8ec;border-radius:12px;color:#1a2130;font-size:15px;line-height:1.65;${font}">
            <h1 style="margin:0 0 16px;font-size:20px;line-height:28px;font-weight:700;color:#1a2130;">${msg(name + "Title")}</h1>
            <p style="margin:0 0 12px;">${msg("greeting")}</p>
            <p style="margin:0 0 24px;">${msg(name + "Intro")}</p>
            <table role="presentation" cellpadding="0" cellspacing="0" border="0">
              <tr>
                <td style="border-radius:8px;background:#4f46e5;">
                  <a href="${link}" style="display:inline-block;padding:11px 20px;border-radius:8px;background:#4f46e5;color:#ffffff;font-size:15px;line-height:20px;font-weight:600;text-decoration:none;${font}">${msg(name + "Button")}</a>
                </td>
              </tr>
            </table>
            <p style="margin:24px 0 4px;color:#5b6475;font-size:13px;">${msg("linkPlain")}</p>
            <p style="margin:0 0 16px;font-size:12px;line-height:1.5;word-break:break-all;overflow-wrap:anywhere;"><a href="${link}" style="color:#4f46e5;text-decoration:none;">${link}</a></p>
            <p style="margin:0;color:#5b6475;font-size:13px;">${msg("linkExpires", period)} ${msg(name + "Ignore")}</p>
          </td>
        </tr>
        <tr>
          <td style="padding:16px 4px 0;color:#5b6475;font-size:12px;line-height:1.5;${font}">${msg("mailReason")}</td>
        </tr>
      </table>
    </td>
  </tr>
</table>
</body>
</html>
</#macro>
