/** `/printers/NAME`: a printer that speaks IPP 2.0 over HTTP (RFC 8010, RFC 8011). */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { readBody, sendText } from './http.ts'
import { DOCUMENT_FORMATS, jobAttributes, OPERATION, printerAttributes, requested } from './ipp-attributes.ts'
import {
  attribute,
  decodeIpp,
  encodeIpp,
  type IppGroup,
  type IppMessage,
  MalformedIpp,
  TAG,
  textOf,
  valuesOf,
} from './ipp-message.ts'
import type { PrinterJob, SandboxPrinter } from './printer.ts'
import type { World } from './world.ts'

export const STATUS = {
  ok: 0x0000,
  okUnsupported: 0x0001,
  badRequest: 0x0400,
  notPossible: 0x0404,
  notFound: 0x0406,
  formatNotSupported: 0x040a,
  valuesNotSupported: 0x040b,
  charsetNotSupported: 0x040d,
  operationNotSupported: 0x0501,
  versionNotSupported: 0x0503,
  busy: 0x0507,
} as const

type Answer = { status: number; groups: IppGroup[] }
type Visit = { printer: SandboxPrinter; uri: string; message: IppMessage; now: number }
const refuse = (status: number): Answer => ({ status, groups: [] })
const SUBMISSIONS: readonly number[] = [OPERATION.printJob, OPERATION.createJob, OPERATION.sendDocument]

export async function handleIpp(
  world: World,
  printers: ReadonlyMap<string, SandboxPrinter>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method !== 'POST' || !(request.headers['content-type'] ?? '').startsWith('application/ipp')) {
    return sendText(response, 'This is an IPP printer', request.method === 'POST' ? 415 : 405)
  }
  const path = decodeURIComponent((request.url ?? '').split('?')[0] ?? '')
  const name = path.split('/')[2] ?? ''
  const bytes = await readBody(request)
  const outage = world.faults.strike('outage', name)
  if (outage) return void request.socket.destroy()
  let message: IppMessage
  try {
    message = decodeIpp(bytes)
  } catch (error) {
    if (error instanceof MalformedIpp) return sendText(response, error.message, 400)
    throw error
  }
  const host = request.headers.host ?? '127.0.0.1'
  const answer = perform({ printer: printers.get(name), uri: `ipp://${host}/printers/${name}`, message, now: world.now() })
  if (SUBMISSIONS.includes(message.code) && world.faults.strike('printerDropAfterAccept', name))
    return void request.socket.destroy()
  const reply = encodeIpp({
    majorVersion: message.majorVersion === 1 ? 1 : 2,
    minorVersion: message.majorVersion === 1 ? 1 : 0,
    code: answer.status,
    requestId: message.requestId,
    groups: [
      {
        tag: TAG.operation,
        attributes: [
          attribute('attributes-charset', TAG.charset, 'utf-8'),
          attribute('attributes-natural-language', TAG.language, 'zh-cn'),
        ],
      },
      ...answer.groups,
    ],
  })
  response.writeHead(200, { 'content-type': 'application/ipp', 'content-length': reply.length }).end(reply)
}

function perform(visit: Omit<Visit, 'printer'> & { printer: SandboxPrinter | undefined }): Answer {
  const { message, printer } = visit
  if (message.majorVersion !== 1 && message.majorVersion !== 2) return refuse(STATUS.versionNotSupported)
  const [first, second] = message.groups[0]?.tag === TAG.operation ? message.groups[0].attributes : []
  if (first?.name !== 'attributes-charset' || second?.name !== 'attributes-natural-language' || message.requestId === 0)
    return refuse(STATUS.badRequest)
  if (!['utf-8', 'us-ascii'].includes(textOf(message, 'attributes-charset').toLowerCase()))
    return refuse(STATUS.charsetNotSupported)
  if (textOf(message, 'printer-uri') === '' && textOf(message, 'job-uri') === '') return refuse(STATUS.badRequest)
  if (!printer) return refuse(STATUS.notFound)
  const found: Visit = { ...visit, printer }
  switch (message.code) {
    case OPERATION.printJob:
    case OPERATION.createJob:
      return submit(found)
    case OPERATION.sendDocument:
      return onJob(found, sendDocument)
    case OPERATION.validateJob:
      return refuse(formatOf(message) === null ? STATUS.formatNotSupported : STATUS.ok)
    case OPERATION.cancelJob:
      return onJob(found, ({ printer: owner }, job) => refuse(owner.cancel(job) ? STATUS.ok : STATUS.notPossible))
    case OPERATION.getJobAttributes:
      return onJob(found, (visited, job) => ({ status: STATUS.ok, groups: [jobGroup(visited, job, ['all'])] }))
    case OPERATION.getJobs:
      return getJobs(found)
    case OPERATION.getPrinterAttributes: {
      const all = printerAttributes(printer, visit.uri, visit.now)
      return {
        status: STATUS.ok,
        groups: [{ tag: TAG.printer, attributes: requested(all, valuesOf(message, 'requested-attributes'), ['all']) }],
      }
    }
    default:
      return refuse(STATUS.operationNotSupported)
  }
}

/** Null = a format this printer does not take. */
function formatOf(message: IppMessage): string | null {
  const format = textOf(message, 'document-format') || 'application/pdf'
  return DOCUMENT_FORMATS.includes(format) ? format : null
}

function submit(visit: Visit): Answer {
  const { printer, message } = visit
  if (printer.isBusy()) return refuse(STATUS.busy)
  const format = formatOf(message)
  if (format === null) return refuse(STATUS.formatNotSupported)
  const isWhole = message.code === OPERATION.printJob
  if (isWhole && message.document.length === 0) return refuse(STATUS.badRequest)
  const job = printer.submit({
    name: textOf(message, 'job-name') || 'untitled',
    userName: textOf(message, 'requesting-user-name') || 'anonymous',
    format,
    // A copy of its own: the received buffer may be part of a larger one.
    document: isWhole ? Buffer.from(message.document) : null,
  })
  return { status: STATUS.ok, groups: [jobGroup(visit, job, ['job-id', 'job-uri', 'job-state', 'job-state-reasons'])] }
}

function sendDocument(visit: Visit, job: PrinterJob): Answer {
  if (!job.awaitsDocument || job.endedAt !== null) return refuse(STATUS.notPossible)
  if (visit.message.document.length === 0) return refuse(STATUS.badRequest)
  visit.printer.addDocument(job, Buffer.from(visit.message.document))
  return { status: STATUS.ok, groups: [jobGroup(visit, job, ['job-id', 'job-uri', 'job-state', 'job-state-reasons'])] }
}

function onJob(visit: Visit, act: (visit: Visit, job: PrinterJob) => Answer): Answer {
  const given = valuesOf(visit.message, 'job-id')[0] ?? Number(textOf(visit.message, 'job-uri').split('/').at(-1))
  const job = typeof given === 'number' ? visit.printer.find(given) : undefined
  return job ? act(visit, job) : refuse(STATUS.notFound)
}

function getJobs(visit: Visit): Answer {
  const { printer, message } = visit
  const which = textOf(message, 'which-jobs') || 'not-completed'
  const lists: Record<string, () => PrinterJob[]> = {
    'not-completed': () => printer.openJobs(),
    completed: () => printer.endedJobs(),
    all: () => [...printer.openJobs(), ...printer.endedJobs()],
  }
  const list = lists[which]
  if (!list) return refuse(STATUS.valuesNotSupported)
  const limit = valuesOf(message, 'limit')[0]
  const jobs = list().slice(0, typeof limit === 'number' && limit > 0 ? limit : undefined)
  return { status: STATUS.ok, groups: jobs.map((job) => jobGroup(visit, job, ['job-id', 'job-uri'])) }
}

function jobGroup({ printer, uri, message, now }: Visit, job: PrinterJob, fallback: readonly string[]): IppGroup {
  const all = jobAttributes(job, printer, uri, now)
  return { tag: TAG.job, attributes: requested(all, valuesOf(message, 'requested-attributes'), fallback) }
}
