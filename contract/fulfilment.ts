import { z } from 'zod'
import { COURIER_REASONS, LABEL_SIZES, PAPERS, PRINT_COMPONENTS, PRINTER_LANGUAGES } from './closed-lists.ts'
import { bulkResult, cursor, idBatch, moment, noteText, nothing, pageOf, refusal, shape, shortText, uuid } from './operation.ts'

const printerRow = z.object({
  printerId: uuid,
  name: z.string(),
  url: z.string(),
  language: z.enum(PRINTER_LANGUAGES),
  /** null = a network printer; otherwise it stands at a desk and prints the waybills of this component's platform only. */
  component: z.enum(PRINT_COMPONENTS).nullable(),
  /** '' = a network printer. */
  deskName: z.string(),
  /** What lies in it. A4, A5, A6 and the roll take delivery notes and pick lists, no labels. */
  paper: z.enum(PAPERS),
  state: z.enum(['idle', 'printing', 'stopped', 'unreachable', 'unknown']),
  reasons: z.array(z.string()),
  waitingCount: z.number().int(),
  checkedAt: moment.nullable(),
})
export type PrinterRow = z.infer<typeof printerRow>
const sender = z.strictObject({
  name: shortText.min(1),
  phone: shortText.min(1),
  province: shortText.min(1),
  city: shortText.min(1),
  district: shortText,
  address: shortText.min(1),
})
const typedAccount = z.record(z.string().max(40), z.string().max(500))
const provinces = z.array(z.string().min(2).max(20)).max(40)
const courierRule = z.strictObject({
  ruleId: uuid,
  name: shortText.min(1),
  shopIds: z.array(uuid).max(500),
  provinces,
  warehouseIds: z.array(uuid).max(100),
  minGrams: z.number().int().min(0).nullable(),
  maxGrams: z.number().int().min(1).nullable(),
  minFen: z.number().int().min(0).nullable(),
  maxFen: z.number().int().min(1).nullable(),
  carrierAccountIds: z.array(uuid).min(1).max(20),
})
export type CourierRuleRow = z.infer<typeof courierRule>
const courierChoice = z.object({
  parcelId: uuid,
  /** The number was asked for with this choice; false = it would be now. */
  isMade: z.boolean(),
  carrierAccountId: uuid.nullable(),
  steps: z.array(
    z.object({
      carrierAccountId: uuid,
      carrier: z.string(),
      verdict: z.enum(['chosen', 'passed']),
      because: z.enum(COURIER_REASONS),
      rule: z.string(),
    }),
  ),
})
export type CourierChoiceRow = z.infer<typeof courierChoice>
const carrierAccountRow = z.object({
  carrierAccountId: uuid,
  carrier: z.string(),
  carrierName: z.string(),
  interfaceName: z.string(),
  shopId: uuid.nullable(),
  sender,
  isDefault: z.boolean(),
  version: z.number().int(),
  unservedProvinces: z.array(z.string()),
  /** Why the carrier cannot be reached at present, '' = all is well; no call is made before `waitUntil`. */
  problem: z.string(),
  waitUntil: moment.nullable(),
})
export type CarrierAccountRow = z.infer<typeof carrierAccountRow>

export const BATCH_KINDS = ['waybill', 'print', 'ship'] as const
const BATCH_STATES = ['running', 'finished', 'cancelled'] as const
/** One bulk act over many parcels: each item ends done or refused with a reason; a refused one can be tried again alone. */
const batchView = z.object({
  batchId: uuid,
  kind: z.enum(BATCH_KINDS),
  state: z.enum(BATCH_STATES),
  total: z.number().int(),
  done: z.number().int(),
  refusedCount: z.number().int(),
  waiting: z.number().int(),
  refused: z.array(refusal),
  startedBy: z.string(),
  createdAt: moment,
})
export type BatchView = z.infer<typeof batchView>
const started = z.object({ batchId: uuid })

export const SHEET_STATES = ['queued', 'sending', 'accepted', 'printed', 'failed', 'unknown', 'cancelled'] as const
/** As people see them: an accepted sheet of which its print component has told that it is drawn has a word of its own. */
export const SHEET_WORDS = [...SHEET_STATES, 'drawn'] as const
const printJobRow = z.object({
  printJobId: uuid,
  /** null = downloaded to be printed by the browser */
  printerId: uuid.nullable(),
  printerName: z.string(),
  createdAt: moment,
  startedBy: z.string(),
  isReprint: z.boolean(),
  reason: z.string(),
  counts: z.record(z.string(), z.number().int()),
  total: z.number().int(),
})
export type PrintJobRow = z.infer<typeof printJobRow>
const sheetRow = z.object({
  sheetId: uuid,
  parcelId: uuid,
  parcelNumber: z.string(),
  waybillNumber: z.string(),
  place: z.number().int(),
  copy: z.number().int(),
  state: z.enum(SHEET_WORDS),
  problem: z.string(),
})
const writeBackRow = z.object({
  writeBackId: uuid,
  parcelId: uuid,
  parcelNumber: z.string(),
  orderId: uuid,
  platformOrderId: z.string(),
  shopName: z.string(),
  carrier: z.string(),
  waybillNumber: z.string(),
  /** change = the platform knew a number already and is told to put this one in its place. */
  kind: z.enum(['first', 'change']),
  /** The number before, '' = there was none. */
  replaces: z.string(),
  /** Nothing later was told of this order in this parcel. */
  isLatest: z.boolean(),
  state: z.enum(['waiting', 'confirmed', 'failed', 'needs_person', 'settled']),
  attempts: z.number().int(),
  problem: z.string(),
  nextAttemptAt: moment.nullable(),
})
export type WriteBackRow = z.infer<typeof writeBackRow>

/** As couriers write them: letters and digits, a hyphen for the parts of one shipment. */
const waybillNumber = z
  .string()
  .trim()
  .regex(/^[A-Za-z0-9-]{6,40}$/)
const numbered = z.object({ carrier: z.string(), waybillNumber: z.string() })

export const fulfilment = {
  listPrinters: shape({}, z.object({ rows: z.array(printerRow) })),
  addPrinter: shape(
    {
      name: shortText.min(1),
      /** `ipp://`, `ipps://`, or `socket://HOST:9100`, the raw port of a label printer, which takes no PDF. */
      url: z.string().regex(/^(ipps?|socket):\/\/[^\s]+$/),
      /** Absent = pdf. */
      language: z.enum(PRINTER_LANGUAGES).optional(),
      paper: z.enum(PAPERS),
    },
    z.object({ printerId: uuid }),
  ),
  removePrinter: shape({ printerId: uuid }, nothing),
  /** Asks the printer for its state in the background; the answer arrives in listPrinters. */
  checkPrinter: shape({ printerId: uuid }, nothing),
  listCarrierAccounts: shape({}, z.object({ rows: z.array(carrierAccountRow) })),
  addCarrierAccount: shape(
    {
      carrier: z.string().min(1).max(20),
      interfaceName: z.string().max(40),
      shopId: uuid.nullable(),
      sender,
      isDefault: z.boolean(),
      account: typedAccount.optional(),
      unservedProvinces: provinces.optional(),
    },
    z.object({ carrierAccountId: uuid }),
  ),
  /** What is left out stays as it is; of `account` the fields that are left out or empty do. */
  editCarrierAccount: shape(
    {
      carrierAccountId: uuid,
      version: z.number().int(),
      sender: sender.optional(),
      isDefault: z.boolean().optional(),
      account: typedAccount.optional(),
      unservedProvinces: provinces.optional(),
    },
    z.object({ version: z.number().int() }),
  ),
  /** Numbers it gave stay; no new ones are asked for. */
  endCarrierAccount: shape({ carrierAccountId: uuid, version: z.number().int() }, nothing),
  /** `interfaces`: how waybills can be had, and what has to be typed for an account of one's own. */
  listCarriers: shape(
    {},
    z.object({
      rows: z.array(z.object({ carrier: z.string(), zh: z.string(), en: z.string() })),
      interfaces: z.array(
        z.object({
          interfaceName: z.string(),
          zh: z.string(),
          en: z.string(),
          /** null = an account of one's own, with these fields. */
          platform: z.string().nullable(),
          carriers: z.array(z.string()).nullable(),
          /** So many days after voiding the balance of a number comes back; null = not known. */
          backAfterDays: z.number().int().nullable(),
          fields: z.array(
            z.object({ name: z.string(), zh: z.string(), en: z.string(), secret: z.boolean(), optional: z.boolean() }),
          ),
        }),
      ),
    }),
  ),
  readCourierRuleSet: shape({}, z.object({ version: z.number().int(), rules: z.array(courierRule) })),
  /** The whole list, tried from the top; `version` as read. */
  saveCourierRuleSet: shape(
    { version: z.number().int(), rules: z.array(courierRule.omit({ ruleId: true })).max(200) },
    z.object({ version: z.number().int() }),
  ),
  /** Which courier each parcel would get now, or got, and why. */
  explainCourier: shape({ parcelIds: idBatch }, z.object({ rows: z.array(courierChoice) })),
  /** Asks the carrier for waybill numbers. Without an account: the shop's default one. */
  requestWaybills: shape({ parcelIds: idBatch, carrierAccountId: uuid.optional() }, started),
  /** Numbers of parcels that have not left and that their platform takes back within days, or has; the first to end first. */
  listEndingWaybills: shape(
    {},
    z.object({
      total: z.number().int(),
      rows: z.array(
        z.object({
          parcelId: uuid,
          parcelNumber: z.string(),
          carrier: z.string(),
          waybillNumber: z.string(),
          isPrinted: z.boolean(),
          endsAt: moment,
          isOver: z.boolean(),
        }),
      ),
    }),
  ),
  voidWaybills: shape({ parcelIds: idBatch, reason: noteText.min(1) }, bulkResult),
  /** Prints one label per parcel, spread evenly over the printers, order kept on each. */
  printParcels: shape(
    { parcelIds: idBatch, printerIds: z.array(uuid).min(1).max(50), withDeliveryNote: z.boolean().optional() },
    started,
  ),
  reprintParcels: shape({ parcelIds: idBatch, printerId: uuid, reason: noteText.min(1) }, started),
  /** The labels as one PDF for the browser (fallback without a printer). Counts as printed. */
  downloadLabels: shape(
    { parcelIds: idBatch, size: z.enum(LABEL_SIZES), withDeliveryNote: z.boolean().optional(), reason: noteText.optional() },
    z.object({ fileId: uuid, done: z.array(z.string()), refused: z.array(refusal) }),
  ),
  shipParcels: shape({ parcelIds: idBatch }, bulkResult),
  /** Another number for a parcel that has left. `replaces`: the number it has, as seen. `giveBack`: the old one was not used. */
  changeShipment: shape(
    {
      parcelId: uuid,
      replaces: z.string().max(60),
      carrier: z.string().min(1).max(20),
      waybillNumber,
      giveBack: z.boolean(),
      reason: noteText.min(1),
    },
    z.object({
      before: numbered,
      after: numbered,
      /** Of the orders inside: whose platform is told of a change, hears the new number first, or needs to hear nothing. */
      toldCount: z.number().int(),
      replacedCount: z.number().int(),
      quietCount: z.number().int(),
    }),
  ),
  readBatch: shape({ batchId: uuid }, batchView),
  listBatches: shape({ cursor: cursor.optional() }, pageOf(batchView.omit({ refused: true }))),
  /** Tries the refused and stuck items of a batch again; done ones are never repeated. */
  resumeBatch: shape({ batchId: uuid }, batchView.omit({ refused: true })),
  cancelBatch: shape({ batchId: uuid }, nothing),
  listPrintJobs: shape({ printerId: uuid.optional(), cursor: cursor.optional() }, pageOf(printJobRow)),
  listSheets: shape({ printJobId: uuid }, z.object({ rows: z.array(sheetRow) })),
  /** A person looked: sheets whose fate the printer cannot tell are on paper, or they are not and may be printed again. */
  settleSheets: shape({ sheetIds: idBatch, isPrinted: z.boolean(), reason: noteText.min(1) }, bulkResult),
  listWriteBacks: shape(
    { state: z.enum(['waiting', 'confirmed', 'failed', 'needs_person', 'settled']).optional(), cursor: cursor.optional() },
    pageOf(writeBackRow),
  ),
  retryWriteBacks: shape({ writeBackIds: idBatch }, bulkResult),
  /** A person took care of it on the platform’s own page. */
  settleWriteBacks: shape({ writeBackIds: idBatch, reason: noteText.min(1) }, bulkResult),
}
