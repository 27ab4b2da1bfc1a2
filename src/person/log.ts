/** Logs are events with fields: ids, reasons and counts. Titles, addresses and tokens are never fields (design.md, rule 12). */
export function log(event: { event: string } & Record<string, string | number | boolean | null>): void {
  console.log(JSON.stringify(event))
}
