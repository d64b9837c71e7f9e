extension AuditPage {
    /// Beside those of all pages.
    static let styles = """

        .trends { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 460px), 1fr)); gap: 12px;
          margin-bottom: 8px; }
        .trend svg { max-width: none; } .trend svg text { font-size: 13px; fill: var(--faint); }
        .grid { stroke: var(--line); } .b-gone { fill: var(--info); }
        .legend { display: flex; flex-wrap: wrap; gap: 2px 14px; margin: 6px 0 0; padding: 0; list-style: none;
          font-size: 13px; }
        .legend span { display: inline-block; width: 11px; height: 11px; margin-right: 5px; border-radius: 3px; }
        .k-critical { background: var(--critical); } .k-high { background: var(--high); }
        .k-medium { background: var(--medium); } .k-low { background: var(--low); } .k-info { background: var(--info); }
        .k-gone { background: var(--info); } .k-other { background: var(--other); }
        .summary .c-new dd, .summary .c-reopened dd { color: var(--high); }
        .summary .c-resolved dd { color: var(--info); }
        .wide { overflow-x: auto; }
        table { border-collapse: collapse; width: 100%; font-size: 13px; background: var(--card); }
        th, td { padding: 4px 10px; border: 1px solid var(--line); text-align: left; vertical-align: top; }
        td { overflow-wrap: anywhere; }
        @media (max-width: 640px) {
          .cards thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
          .cards tr { display: block; padding: 6px 0; border-bottom: 2px solid var(--line); }
          .cards td { display: grid; grid-template-columns: 84px 1fr; border: 0; padding: 2px 10px; }
          .cards td::before { content: attr(data-name); color: var(--faint); }
        }
        @media print {
          .finding, figure, tr { break-inside: avoid; }
          details::details-content { content-visibility: visible; height: auto; }
          * { print-color-adjust: exact; }
        }

        """
}
