/** Switches that make the outside world fail on purpose, and counters of how often it was called. */
import type { Random } from './random.ts'

export const FAULT_KINDS = [
  'lostReply',
  'lateReply',
  'error',
  'rateLimit',
  'decryptQuota',
  'outage',
  'clockSkew',
  'tokenExpired',
  'duplicatePush',
  'dropPush',
  'reorderPush',
  'missingInLists',
  'courierPartial',
  'courierRefuses',
  'printerStopped',
  'printerPaperOut',
  'printerBusy',
  'printerDropAfterAccept',
  'printerSlow',
  'componentSilent',
  'componentFails',
  'componentDropsAfterAccept',
  'componentTellsTwice',
  'componentTellsNothing',
  'componentCancels',
  'personUnknown',
  'personUnverified',
  'messengerTrouble',
  'messengerLostReply',
  'messageIgnored',
  'mailRefused',
  'mailTemporary',
  'mailDown',
] as const
export type FaultKind = (typeof FAULT_KINDS)[number]

export type Fault = {
  kind: FaultKind
  /** One gateway or directory method, one printer's name (a component's too), WeChat id or mail address, one order (missingInLists), one platform (dropPush, reorderPush, decryptQuota); without it everything is meant. */
  target?: string
  /** Share of the calls that are hit, 0–1; without it all. */
  ratio?: number
  /** How many calls are hit before the fault goes away; without it until cleared. */
  times?: number
  /** lateReply, printerSlow; messengerTrouble: answers late and not at all. */
  delayMs?: number
  /** clockSkew: how far the platform's clock runs ahead. */
  skewMs?: number
  /** rateLimit: calls allowed per second, 0 = none. */
  callsPerSecond?: number
  /** decryptQuota (Taobao, Douyin): receivers a shop may have decrypted in a day, 0 = none. */
  receiversPerDay?: number
  /** rateLimit: length of the ban. */
  banSeconds?: number
  /** outage, messengerTrouble: answer this HTTP status instead of dropping the connection. */
  httpStatus?: number
  /** error: what the gateway answers; without them code 15 with isp.remote-service-error. */
  code?: number
  subCode?: string
  /** courierRefuses: addresses (province to house) containing this text are refused. */
  addressPart?: string
}

export type Faults = {
  set(fault: Fault): void
  /** Clears all faults, or those of one kind. */
  clear(kind?: FaultKind): void
  list(): Fault[]
  /** The fault that hits this call, counting it; null = the call goes well. */
  strike(kind: FaultKind, target: string): Fault | null
  /** Whether a lasting fault is on, without counting. */
  isOn(kind: FaultKind, target: string): boolean
}

export function createFaults(random: Random): Faults {
  let faults: Fault[] = []
  const isMeant = (fault: Fault, kind: FaultKind, target: string) =>
    fault.kind === kind && (fault.target === undefined || fault.target === target)
  return {
    set(fault) {
      faults = [...faults.filter((known) => known.kind !== fault.kind || known.target !== fault.target), { ...fault }]
    },
    clear(kind) {
      faults = kind === undefined ? [] : faults.filter((fault) => fault.kind !== kind)
    },
    list: () => faults.map((fault) => ({ ...fault })),
    isOn: (kind, target) => faults.some((fault) => isMeant(fault, kind, target)),
    strike(kind, target) {
      if (faults.length === 0) return null
      const fault = faults.find((candidate) => isMeant(candidate, kind, target))
      if (!fault || (fault.ratio !== undefined && random.next() >= fault.ratio)) return null
      if (fault.times !== undefined) {
        fault.times--
        if (fault.times <= 0) faults = faults.filter((candidate) => candidate !== fault)
      }
      return fault
    },
  }
}
