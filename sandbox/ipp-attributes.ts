/** What the printer tells about itself and its jobs (RFC 8011 §5.3 and §5.4). */
import { attribute, type IppAttribute, TAG } from './ipp-message.ts'
import type { PrinterJob, SandboxPrinter } from './printer.ts'

export const OPERATION = {
  printJob: 0x02,
  validateJob: 0x04,
  createJob: 0x05,
  sendDocument: 0x06,
  cancelJob: 0x08,
  getJobAttributes: 0x09,
  getJobs: 0x0a,
  getPrinterAttributes: 0x0b,
} as const

export const DOCUMENT_FORMATS = [
  'application/pdf',
  'application/octet-stream',
  'application/vnd.cups-raw',
  'image/pwg-raster',
  'image/jpeg',
]
const MEDIA = [
  'oe_label-76x130mm_76x130mm',
  'oe_label-100x150mm_100x150mm',
  'oe_label-100x180mm_100x180mm',
  'iso_a6_105x148mm',
  'iso_a4_210x297mm',
]

export function printerAttributes(printer: SandboxPrinter, uri: string, now: number): IppAttribute[] {
  return [
    attribute('printer-uri-supported', TAG.uri, uri),
    attribute('uri-security-supported', TAG.keyword, 'none'),
    attribute('uri-authentication-supported', TAG.keyword, 'none'),
    attribute('printer-name', TAG.name, printer.name),
    attribute('printer-info', TAG.text, `掌柜沙箱打印机 ${printer.name}`),
    attribute('printer-location', TAG.text, '沙箱'),
    attribute('printer-make-and-model', TAG.text, 'Zhanggui Sandbox Label Printer'),
    attribute('printer-state', TAG.enum, printer.state()),
    attribute('printer-state-reasons', TAG.keyword, ...printer.reasons()),
    attribute('printer-is-accepting-jobs', TAG.boolean, true),
    attribute('queued-job-count', TAG.integer, printer.openJobs().length),
    attribute('printer-up-time', TAG.integer, upTime(printer, now)),
    attribute('ipp-versions-supported', TAG.keyword, '1.1', '2.0'),
    attribute('operations-supported', TAG.enum, ...Object.values(OPERATION)),
    attribute('charset-configured', TAG.charset, 'utf-8'),
    attribute('charset-supported', TAG.charset, 'utf-8', 'us-ascii'),
    attribute('natural-language-configured', TAG.language, 'zh-cn'),
    attribute('generated-natural-language-supported', TAG.language, 'zh-cn'),
    attribute('document-format-default', TAG.mime, 'application/pdf'),
    attribute('document-format-supported', TAG.mime, ...DOCUMENT_FORMATS),
    attribute('pdl-override-supported', TAG.keyword, 'attempted'),
    attribute('compression-supported', TAG.keyword, 'none'),
    attribute('multiple-document-jobs-supported', TAG.boolean, false),
    attribute('which-jobs-supported', TAG.keyword, 'completed', 'not-completed', 'all'),
    attribute('color-supported', TAG.boolean, false),
    attribute('copies-default', TAG.integer, 1),
    attribute('copies-supported', TAG.range, rangeOf(1, 99)),
    attribute('media-default', TAG.keyword, MEDIA[0] ?? ''),
    attribute('media-supported', TAG.keyword, ...MEDIA),
    attribute('sides-default', TAG.keyword, 'one-sided'),
    attribute('sides-supported', TAG.keyword, 'one-sided'),
    attribute('orientation-requested-default', TAG.enum, 3),
    attribute('orientation-requested-supported', TAG.enum, 3, 4),
    attribute('print-quality-default', TAG.enum, 4),
    attribute('print-quality-supported', TAG.enum, 4),
  ]
}

export function jobAttributes(job: PrinterJob, printer: SandboxPrinter, printerUri: string, now: number): IppAttribute[] {
  const moment = (name: string, at: number | null) =>
    at === null
      ? attribute(name, TAG.noValue, Buffer.alloc(0))
      : attribute(name, TAG.integer, Math.max(1, Math.floor((at - printer.startedAt) / 1000)))
  return [
    attribute('job-id', TAG.integer, job.id),
    attribute('job-uri', TAG.uri, `${printerUri}/${job.id}`),
    attribute('job-printer-uri', TAG.uri, printerUri),
    attribute('job-name', TAG.name, job.name),
    attribute('job-originating-user-name', TAG.name, job.userName),
    attribute('job-state', TAG.enum, job.state),
    attribute('job-state-reasons', TAG.keyword, ...job.reasons),
    attribute('job-k-octets', TAG.integer, Math.ceil(job.byteCount / 1024)),
    attribute('job-impressions-completed', TAG.integer, job.reasons.includes('job-completed-successfully') ? 1 : 0),
    attribute('document-format', TAG.mime, job.format),
    moment('time-at-creation', job.createdAt),
    moment('time-at-processing', job.processingAt),
    moment('time-at-completed', job.endedAt),
    attribute('job-printer-up-time', TAG.integer, upTime(printer, now)),
  ]
}

function upTime(printer: SandboxPrinter, now: number): number {
  return Math.max(1, Math.floor((now - printer.startedAt) / 1000))
}

function rangeOf(from: number, to: number): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeInt32BE(from, 0)
  bytes.writeInt32BE(to, 4)
  return bytes
}

const JOB_TEMPLATE = /^(copies|media|sides|orientation-requested|print-quality)-/
/** Only what was asked for, groups included; `fallback` names are meant when nothing was asked for. */
export function requested(all: IppAttribute[], wanted: readonly unknown[], fallback: readonly string[]): IppAttribute[] {
  const names = wanted.length === 0 ? fallback : wanted
  if (names.includes('all')) return all
  const isTemplate = (name: string) => JOB_TEMPLATE.test(name)
  return all.filter(({ name }) => {
    if (names.includes(name)) return true
    if (isTemplate(name)) return names.includes('job-template')
    return names.includes('printer-description') || names.includes('job-description')
  })
}
