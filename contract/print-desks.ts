/** Packing desks: the browser of a desk prints on the printers behind the print components of its computer. */
import { z } from 'zod'
import { LABEL_SIZES, PRINT_COMPONENTS } from './closed-lists.ts'
import { nothing, shape, shortText, uuid } from './operation.ts'

const component = z.enum(PRINT_COMPONENTS)

export const printDesks = {
  /** Where the components listen on the computer of a desk. */
  listPrintComponents: shape(
    {},
    z.object({
      rows: z.array(
        z.object({
          component,
          zh: z.string(),
          en: z.string(),
          url: z.string(),
          /** For a page that was opened over https: browsers let it speak to nothing plain. */
          secureUrl: z.string(),
        }),
      ),
    }),
  ),
  /** Binds a printer behind a component of this desk; names the desk. */
  addDeskPrinter: shape(
    {
      deskId: uuid,
      deskName: shortText.min(1),
      component,
      /** The component's own name of the printer. */
      deviceName: shortText.min(1),
      name: shortText.min(1),
      paper: z.enum(LABEL_SIZES),
    },
    z.object({ printerId: uuid }),
  ),
  /** A desk as its own browser sees it; a desk nobody has named has no printers. */
  readDesk: shape(
    { deskId: uuid },
    z.object({
      name: z.string(),
      printers: z.array(
        z.object({
          printerId: uuid,
          name: z.string(),
          component,
          deviceName: z.string(),
          paper: z.enum(LABEL_SIZES),
          /** Sheets that nobody has taken yet, of parcels the reader reaches. */
          waitingCount: z.number().int(),
        }),
      ),
      /** Sheets that were handed out and whose end is not known. */
      open: z.array(
        z.object({
          sheetId: uuid,
          printerId: uuid,
          state: z.enum(['sending', 'accepted', 'unknown']),
          /** Whoever took it has been silent for longer than the lease. */
          isLapsed: z.boolean(),
        }),
      ),
    }),
  ),
  /** The next sheets of a printer of this desk, marked before they are given. Asked again with the same takeId it gives the same ones. */
  takeDeskSheets: shape(
    { deskId: uuid, printerId: uuid, takeId: uuid, take: z.number().int().min(1).max(10) },
    z.object({
      sheets: z.array(
        z.object({
          sheetId: uuid,
          waybillNumber: z.string(),
          /** For the component, as it wants it. */
          contents: z.array(z.record(z.string(), z.unknown())),
        }),
      ),
    }),
  ),
  /** What the component said of sheets, and how the printers are. */
  reportDeskSheets: shape(
    {
      deskId: uuid,
      news: z
        .array(
          z.strictObject({
            sheetId: uuid,
            state: z.enum(['accepted', 'drawn', 'printed', 'failed', 'cancelled', 'unknown']),
            problem: z.string().max(500),
          }),
        )
        .max(200),
      printers: z
        .array(
          z.strictObject({
            printerId: uuid,
            state: z.enum(['idle', 'printing', 'stopped', 'unreachable']),
            reasons: z.array(z.string().max(200)).max(20),
          }),
        )
        .max(50),
    },
    nothing,
  ),
}
