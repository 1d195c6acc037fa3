/**
 * Drives the printers behind the components of this desk. The server hands out sheets, each marked before it is given; here each is
 * said to the component once, under an id that the component refuses to take twice, and what it answers is reported. A sheet whose
 * fate the component cannot tell is reported as such and printed again by nobody but a person.
 */
import type { z } from 'zod'
import type { printDesks } from '#contract/print-desks.ts'
import { type ComponentLine, type LineEars, NoAnswer } from './component-line.ts'
import type { SheetWord } from './component-messages.ts'

export type Desk = z.output<(typeof printDesks)['readDesk']['output']>
type DeskPrinter = Desk['printers'][number]
type TakenSheet = z.output<(typeof printDesks)['takeDeskSheets']['output']>['sheets'][number]
export type SheetReport = { sheetId: string; state: SheetWord['state'] | 'unknown'; problem: string }
export type PrinterReport = { printerId: string; state: 'idle' | 'printing' | 'stopped' | 'unreachable'; reasons: string[] }

/** The server, as far as a desk needs it. Each act may be repeated. */
export type DeskServer = {
  readDesk(): Promise<Desk>
  take(printerId: string, takeId: string, take: number): Promise<TakenSheet[]>
  report(news: SheetReport[], printers: PrinterReport[]): Promise<void>
}
export type DeskParts = {
  server: DeskServer
  openLine(component: DeskPrinter['component'], ears: LineEars): Promise<ComponentLine>
  newId(): string
  now(): number
  /** No other page of this browser drives the desk: sheets that nobody here holds belong to a page that is gone. */
  isAlone(): boolean
}

/** Sheets in a printer at once. */
const WINDOW = 3
const SHEET_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
/** After this time without a word the component is asked, and what it does not know is given up. */
const SILENCE_MS = 15_000

type Held = { printer: DeskPrinter; since: number }
type Unsaid = { printerId: string; takeId: string }
type Driver = DeskParts & {
  lines: Map<string, Promise<ComponentLine>>
  held: Map<string, Held>
  /** Taken, and the line was gone before they could be said: they are first at the next turn, and asked for again, for some contents last minutes only. */
  unsaid: Map<string, Unsaid>
  news: Map<string, SheetReport>
  told: Map<string, string>
  papers: Set<string>
  /** Kept until the server has answered, so that an answer that was lost is asked for again. */
  takeIds: Map<string, string>
}

export function createDeskDriver(parts: DeskParts) {
  const driver: Driver = {
    ...parts,
    lines: new Map(),
    held: new Map(),
    unsaid: new Map(),
    news: new Map(),
    told: new Map(),
    papers: new Set(),
    takeIds: new Map(),
  }
  let turn: Promise<void> = Promise.resolve()
  return {
    /** One look at the desk and what follows from it. Turns never overlap. */
    look(): Promise<void> {
      turn = turn.then(() => oneTurn(driver)).catch(() => undefined)
      return turn
    },
    close(): void {
      for (const line of driver.lines.values()) void line.then((open) => open.close()).catch(() => undefined)
      driver.lines.clear()
    },
  }
}

async function oneTurn(driver: Driver): Promise<void> {
  const desk = await driver.server.readDesk()
  const byId = new Map(desk.printers.map((printer) => [printer.printerId, printer]))
  await lookUp(driver, desk, byId)
  const states: PrinterReport[] = []
  for (const printer of desk.printers) states.push(await drive(driver, printer))
  await report(
    driver,
    states.filter((state) => isNew(driver, state)),
  )
}

const isNew = ({ told }: Driver, { printerId, state, reasons }: PrinterReport): boolean => {
  const word = JSON.stringify([state, reasons])
  if (told.get(printerId) === word) return false
  told.set(printerId, word)
  return true
}

/** Sheets of unclear fate: of a page that is gone, or held here and silent for too long. */
async function lookUp(driver: Driver, desk: Desk, byId: ReadonlyMap<string, DeskPrinter>): Promise<void> {
  const { held, news, now } = driver
  for (const printer of byId.values()) {
    const orphans = desk.open.filter(
      (sheet) =>
        sheet.printerId === printer.printerId &&
        !held.has(sheet.sheetId) &&
        !news.has(sheet.sheetId) &&
        !driver.unsaid.has(sheet.sheetId) &&
        (sheet.isLapsed || driver.isAlone()),
    )
    const silent = [...held].filter(([, own]) => own.printer.printerId === printer.printerId && now() - own.since > SILENCE_MS)
    const ids = [...orphans.map(({ sheetId }) => sheetId), ...silent.map(([sheetId]) => sheetId)]
    if (ids.length === 0) continue
    const states = await lineOf(driver, printer)
      .then((line) => line.statesOf(ids))
      .catch(() => undefined)
    for (const sheetId of ids) {
      const word = states?.get(sheetId)
      if (word && isUnderWay(word)) keepWaiting(driver, sheetId, { printer, since: now() }, word)
      else if (word) settle(driver, sheetId, word)
      else if (states || held.has(sheetId)) settle(driver, sheetId, { state: 'unknown', problem: 'component-silent' })
    }
  }
}

/** Fills one printer; answers how it is. */
async function drive(driver: Driver, printer: DeskPrinter): Promise<PrinterReport> {
  const { printerId, deviceName } = printer
  const inside = (): number => [...driver.held.values()].filter((own) => own.printer.printerId === printerId).length
  try {
    const line = await lineOf(driver, printer)
    const device = (await line.printers()).find(({ name }) => name === deviceName)
    if (!device) return { printerId, state: 'stopped', reasons: ['device-missing'] }
    await setPaper(driver, line, printer)
    for (const takeId of unsaidTakings(driver, printerId)) await sayAll(driver, line, printer, takeId, WINDOW)
    const room = WINDOW - inside()
    if (printer.waitingCount > 0 && room > 0) {
      const takeId = driver.takeIds.get(printerId) ?? driver.newId()
      driver.takeIds.set(printerId, takeId)
      await sayAll(driver, line, printer, takeId, room)
    }
    return { printerId, state: inside() > 0 ? 'printing' : device.isReady ? 'idle' : 'stopped', reasons: [] }
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error
    return { printerId, state: 'unreachable', reasons: ['component-closed'] }
  }
}

async function setPaper({ papers }: Driver, line: ComponentLine, { printerId, deviceName, paper }: DeskPrinter): Promise<void> {
  if (papers.has(printerId)) return
  const [widthMm = 0, heightMm = 0] = paper.split('x').map(Number)
  await line.configure(deviceName, { paper: { widthMm, heightMm } })
  papers.add(printerId)
}

const unsaidTakings = ({ unsaid }: Driver, printerId: string): ReadonlySet<string> =>
  new Set([...unsaid.values()].flatMap((each) => (each.printerId === printerId ? each.takeId : [])))

/** The sheets of one taking that nobody has said yet. Those that are not given again have ended meanwhile. */
async function sayAll(driver: Driver, line: ComponentLine, printer: DeskPrinter, takeId: string, room: number): Promise<void> {
  const { printerId } = printer
  const sheets = await driver.server.take(printerId, takeId, room)
  if (driver.takeIds.get(printerId) === takeId) driver.takeIds.delete(printerId)
  for (const [sheetId, unsaid] of driver.unsaid) if (unsaid.takeId === takeId) driver.unsaid.delete(sheetId)
  for (const sheet of sheets)
    if (!driver.held.has(sheet.sheetId) && !driver.news.has(sheet.sheetId)) await say(driver, line, printer, sheet, takeId)
}

async function say(
  driver: Driver,
  line: ComponentLine,
  printer: DeskPrinter,
  { sheetId, contents }: TakenSheet,
  takeId: string,
): Promise<void> {
  driver.held.set(sheetId, { printer, since: driver.now() })
  try {
    const word = await line.print({ taskId: sheetId, printer: printer.deviceName, contents })
    if (!isUnderWay(word)) settle(driver, sheetId, word)
    // News may have been quicker than the answer.
    else if (driver.held.has(sheetId) && !driver.news.has(sheetId)) driver.news.set(sheetId, { sheetId, ...word })
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error
    // Said and not answered it stays held: news may still come, and if not, the component is asked.
    if (error.wasSaid) return
    driver.held.delete(sheetId)
    driver.unsaid.set(sheetId, { printerId: printer.printerId, takeId })
  }
}

const isUnderWay = ({ state }: SheetWord): boolean => state === 'accepted' || state === 'drawn'

/** The component has it still; that it is drawn is told on. */
function keepWaiting({ held, news }: Driver, sheetId: string, own: Held, word: SheetWord): void {
  held.set(sheetId, own)
  if (word.state === 'drawn') news.set(sheetId, { sheetId, ...word })
}

function settle({ held, news }: Driver, sheetId: string, word: Omit<SheetReport, 'sheetId'>): void {
  held.delete(sheetId)
  news.set(sheetId, { sheetId, ...word })
}

/** What could not be reported now is reported at the next turn. */
async function report(driver: Driver, printers: PrinterReport[]): Promise<void> {
  const sent = [...driver.news.values()]
  if (sent.length === 0 && printers.length === 0) return
  await driver.server.report(sent, printers)
  for (const each of sent) if (driver.news.get(each.sheetId) === each) driver.news.delete(each.sheetId)
}

/** One line per component; a closed one is opened again at the next turn. */
function lineOf(driver: Driver, { component }: DeskPrinter): Promise<ComponentLine> {
  const known = driver.lines.get(component)
  if (known) return known
  const forget = (): void => void driver.lines.delete(component)
  const line = driver.openLine(component, {
    onNews(taskId, word) {
      const own = driver.held.get(taskId)
      // Other programs on this computer may print through the same component.
      if (!SHEET_ID.test(taskId)) return
      if (!isUnderWay(word)) settle(driver, taskId, word)
      else if (own) keepWaiting(driver, taskId, { ...own, since: driver.now() }, word)
    },
    onClosed: forget,
  })
  driver.lines.set(component, line)
  line.catch(forget)
  return line
}
