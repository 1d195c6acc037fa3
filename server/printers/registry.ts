/** Which connection speaks to a printer, by its address and what it is fed with. A kind of printer is added here and nowhere else. */
import { ipp } from './ipp/ipp.ts'
import type { LabelLanguage, PrinterAdapter } from './printer.ts'
import { socketPrinter } from './socket/socket-printer.ts'

/** undefined = no connection of ours speaks this kind of address, or not in this language. */
export function printerAdapterFor({
  url,
  language,
}: {
  url: string
  language: 'pdf' | LabelLanguage
}): PrinterAdapter | undefined {
  if (/^ipps?:/.test(url)) return ipp
  return /^socket:/.test(url) && language !== 'pdf' ? socketPrinter(language) : undefined
}
