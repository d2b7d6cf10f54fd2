namespace AsynDGAN.Core.Reporting;

/// <summary>A page that holds everything it shows: it loads nothing, and runs nothing.</summary>
internal static class HtmlPage
{
    /// <param name="name">The page's title and first heading.</param>
    /// <param name="body">What stands below.</param>
    public static Html Of(string name, Html body) => $$"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
        <title>{{name}} - AsynDGAN</title>
        <style>
        {{PageStyle.Text}}
        </style>
        </head>
        <body>
        <h1>{{name}}</h1>
        {{body}}
        </body>
        </html>

        """;
}
