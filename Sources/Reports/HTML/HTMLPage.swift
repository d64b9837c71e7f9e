import Documents

/// What is the same in every page: the frame, the styles and the script.
package enum HTMLPage {
    /// The beginning of a page with the script.
    static func head(title: String) -> String { head(title: title, styles: [(styles, styleHash)], script: scriptHash) }

    /// The beginning of a page that has no script, with styles beside those of all pages.
    package static func plainHead(title: String, styles: String) -> String {
        let digest = ContentHash.digest(of: Array(styles.utf8))
        let hash = "sha256-" + digest.withUnsafeBytes { Base64.encode($0) }
        return head(title: title, styles: [(Self.styles, styleHash), (styles, hash)], script: nil)
    }

    /// The page's policy lets a browser use these styles and this script, and load nothing.
    private static func head(title: String, styles: [(text: String, hash: String)], script: String?) -> String {
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src \
        \(styles.map { "'\($0.hash)'" }.joined(separator: " ")); script-src '\(script ?? "none")'; img-src data:; \
        base-uri 'none'; form-action 'none'">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta name="referrer" content="no-referrer">
        <title>\(title)</title>
        <link rel="icon" href="data:,">
        \(styles.map { "<style>\($0.text)</style>" }.joined(separator: "\n"))
        </head>
        <body>

        """
    }

    static var script: String { "<script>\(code)</script>\n" }

    /// `printf '%s' "$styles" | openssl dgst -sha256 -binary | base64`; a test computes it anew.
    static let styleHash = "sha256-Gb0kgEatfNuohor7RC9BjRyONOj//hsWAslSDNM+acc="
    static let scriptHash = "sha256-txOztRVUo2o3aHNWURGVL4IWwpSTYluwdcHrIO1EviI="

    static let styles = """

        :root { --page: #f6f7f9; --card: #fff; --ink: #1c2330; --faint: #5a6474; --line: #d9dee6; --mark: #ffe3a3;
          --critical: #8e24aa; --high: #c62828; --medium: #b45309; --low: #1d5fbf; --info: #0f766e; --other: #52627a; }
        @media (prefers-color-scheme: dark) {
          :root { --page: #12161d; --card: #1b212b; --ink: #e6eaf0; --faint: #9aa7b8; --line: #323b49; --mark: #5c4712;
            --critical: #d18be6; --high: #ff8a80; --medium: #f2b36b; --low: #8ab8ff; --info: #5ccfc3; --other: #94a5bd; }
        }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--page); color: var(--ink);
          font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
        header, main, footer { max-width: 1080px; margin: 0 auto; padding: 0 16px; }
        header { padding-top: 24px; } footer { padding: 24px 16px; color: var(--faint); }
        h1 { margin: 0; font-size: 26px; } h2 { margin: 28px 0 8px; font-size: 19px; }
        h3 { margin: 0; font-size: 15px; font-weight: 600; overflow-wrap: anywhere; }
        .summary { display: grid; grid-template-columns: repeat(auto-fill, minmax(104px, 1fr)); gap: 8px; margin: 16px 0; }
        .summary div { padding: 8px 12px; background: var(--card); border: 1px solid var(--line);
          border-radius: 8px; }
        .summary dt { color: var(--faint); font-size: 13px; } .summary dd { margin: 0; font-size: 20px; font-weight: 600; }
        .summary .v-fail dd { color: var(--high); } .note { margin: -8px 0 16px; color: var(--faint); font-size: 13px; }
        .charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 380px), 1fr)); gap: 12px; }
        figure { margin: 0; padding: 12px; background: var(--card); border: 1px solid var(--line); border-radius: 8px; }
        figcaption { font-weight: 600; margin-bottom: 6px; }
        svg { width: 100%; max-width: 420px; display: block; } .days { margin: 12px 0; } .days svg { max-width: none; }
        .table { overflow-x: auto; margin: 12px 0; } table { width: 100%; border-collapse: collapse; background: var(--card); }
        caption { text-align: left; font-weight: 600; padding: 0 0 6px; } td, th { text-align: left; vertical-align: top; }
        td, th { padding: 6px 10px; border: 1px solid var(--line); font-weight: 400; } thead th { color: var(--faint); }
        td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
        small { color: var(--faint); overflow-wrap: anywhere; } .notes { color: var(--faint); font-size: 13px; }
        svg text { fill: var(--ink); font-size: 13px; }
        .b-critical { fill: var(--critical); } .b-high { fill: var(--high); } .b-medium { fill: var(--medium); }
        .b-low { fill: var(--low); } .b-info { fill: var(--info); } .b-other { fill: var(--other); }
        form { display: flex; flex-wrap: wrap; gap: 8px 16px; align-items: end; margin: 16px 0; padding: 12px;
          background: var(--card); border: 1px solid var(--line); border-radius: 8px; }
        form[hidden], [hidden] { display: none; }
        fieldset { display: flex; flex-wrap: wrap; gap: 4px 12px; border: 0; margin: 0; padding: 0; }
        legend { padding: 0; color: var(--faint); font-size: 13px; }
        input[type=search] { display: block; width: 240px; max-width: 100%; padding: 6px 8px; font: inherit; color: inherit;
          background: var(--page); border: 1px solid var(--line); border-radius: 6px; }
        .file { margin: 0 0 12px; } summary { cursor: pointer; font-weight: 600; padding: 6px 0; overflow-wrap: anywhere; }
        summary span { color: var(--faint); font-weight: 400; }
        .finding { margin: 0 0 10px; padding: 12px; background: var(--card); border: 1px solid var(--line);
          border-left: 4px solid var(--other); border-radius: 8px; }
        .s-critical.v-fail { border-left-color: var(--critical); } .s-high.v-fail { border-left-color: var(--high); }
        .s-medium.v-fail { border-left-color: var(--medium); } .s-low.v-fail { border-left-color: var(--low); }
        .s-info.v-fail { border-left-color: var(--info); }
        .badge { display: inline-block; padding: 0 8px; border: 1px solid currentColor; border-radius: 10px; font-size: 12px;
          color: var(--other); }
        .s-critical.v-fail .badge { color: var(--critical); } .s-high.v-fail .badge { color: var(--high); }
        .s-medium.v-fail .badge { color: var(--medium); } .s-low.v-fail .badge { color: var(--low); }
        .s-info.v-fail .badge { color: var(--info); }
        .place { margin: 2px 0 6px; color: var(--faint); font-size: 13px; overflow-wrap: anywhere; }
        code, pre { font: 13px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
        code { overflow-wrap: anywhere; }
        pre { margin: 6px 0; padding: 8px; overflow-x: auto; background: var(--page); border-radius: 6px; }
        pre .line { color: var(--faint); padding-right: 12px; user-select: none; }
        mark { background: var(--mark); color: inherit; border-radius: 3px; }
        .finding dl { display: grid; grid-template-columns: max-content 1fr; gap: 2px 12px; margin: 6px 0 0; }
        .finding dt { color: var(--faint); } .finding dd { margin: 0; overflow-wrap: anywhere; }
        a { color: var(--low); } a:focus-visible, input:focus-visible, summary:focus-visible { outline: 2px solid var(--low); }
        @media (max-width: 520px) { .finding dl { grid-template-columns: 1fr; } .finding dd { margin-bottom: 4px; } }
        @media print { form { display: none; } body { background: #fff; } }

        """

    static let code = """

        (() => {
          "use strict";
          const form = document.getElementById("filters");
          if (!form) return;
          form.hidden = false;
          const findings = Array.from(document.querySelectorAll(".finding"));
          const texts = findings.map((finding) => finding.textContent.toLowerCase());
          const chosen = (name) =>
            new Set(Array.from(form.querySelectorAll(`input[name=${name}]:checked`), (box) => box.value));
          const apply = () => {
            const words = document.getElementById("q").value.toLowerCase().split(/\\s+/).filter(Boolean);
            const severities = chosen("severity"), verdicts = chosen("verdict");
            let count = 0;
            findings.forEach((finding, index) => {
              const isShown = severities.has(finding.dataset.severity) && verdicts.has(finding.dataset.verdict)
                && words.every((word) => texts[index].includes(word));
              finding.hidden = !isShown;
              if (isShown) count += 1;
            });
            for (const file of document.querySelectorAll(".file")) {
              file.hidden = !file.querySelector(".finding:not([hidden])");
            }
            document.getElementById("none").hidden = count > 0;
            document.getElementById("count").textContent = `${count} of ${findings.length} shown`;
          };
          form.addEventListener("input", apply);
          form.addEventListener("submit", (event) => event.preventDefault());
          apply();
        })();

        """
}
