/** The pick list (拣货单) of a wave: on A4 for a clipboard, on 100 × 180 mm from the label printer. */
import { bold, regular } from './label-blocks.ts'
import { loadLabelFonts } from './label-font.ts'
import type { PickList, PickListRow, PickListSize, PrintedDocument } from './label-sheet.ts'
import {
  beginTable,
  type Column,
  closeFlow,
  endTable,
  type Flow,
  flowParagraph,
  flowRow,
  flowRule,
  openFlow,
} from './page-flow.ts'
import { addPage, closeDocument, openDocument } from './sheet-document.ts'
import { drawBarcode, findingOf, mm, writeLine } from './sheet-page.ts'
import { formatTime, quantityOf, reprintText } from './sheet-words.ts'

type PickListFormat = {
  widthMm: number
  heightMm: number
  marginMm: number
  sizePt: number
  columns: Column[]
  cellsOf(row: PickListRow): string[]
}

const joined = (separator: string, ...parts: string[]): string => parts.filter((part) => part !== '').join(separator)
const LOCATION: Column = { title: '库位', width: 18, align: 'left', isBold: true }
const QUANTITY: Column = { title: '数量', width: 10, align: 'right', isBold: true }
const PICKED: Column = { title: '已拣', width: 9, align: 'center', isBold: false }
const TICK_BOX = '□'

const FORMATS: Record<PickListSize, PickListFormat> = {
  A4: {
    widthMm: 210,
    heightMm: 297,
    marginMm: 12,
    sizePt: 10,
    columns: [
      LOCATION,
      { title: '商家编码', width: 24, align: 'left', isBold: false },
      { title: '商品', width: 52, align: 'left', isBold: false },
      { title: '规格', width: 28, align: 'left', isBold: false },
      QUANTITY,
      PICKED,
    ],
    cellsOf: (row) => [row.location, row.sku, row.title, row.variant, String(row.quantity), TICK_BOX],
  },
  '100x180': {
    widthMm: 100,
    heightMm: 180,
    marginMm: 3,
    sizePt: 8,
    columns: [LOCATION, { title: '商品', width: 56, align: 'left', isBold: false }, QUANTITY, PICKED],
    cellsOf: (row) => [
      row.location,
      joined('\n', row.title, joined('  ', row.variant, row.sku === '' ? '' : `[${row.sku}]`)),
      String(row.quantity),
      TICK_BOX,
    ],
  },
}

function flowHeader(flow: Flow, list: PickList): void {
  const { page, area, fonts } = flow
  const title = ['拣货单', reprintText(list.reprintNumber)].filter((part) => part !== '').join(' · ')
  writeLine(page, title, { ...area, width: area.width * 0.36, height: mm(12) }, bold(page, 18, 16, 14, 12, 10), 'title')
  const right = { ...area, x: area.x + area.width * 0.38, width: area.width * 0.62 }
  drawBarcode(page, list.pickListNumber, { ...right, height: mm(8) }, 3)
  writeLine(
    page,
    list.pickListNumber,
    { ...right, y: area.y + mm(8.3), height: mm(4) },
    regular(page, 9, 8, 7, 6),
    'pickListNumber',
    'center',
  )
  flow.y = area.y + mm(13.5)
  const facts = [
    list.warehouseName === '' ? '' : `仓库：${list.warehouseName}`,
    list.pickerName === '' ? '' : `拣货员：${list.pickerName}`,
    `包裹 ${list.parcelCount} 个`,
    `商品 ${list.rows.length} 种 ${quantityOf(list.rows)} 件`,
  ]
  flowParagraph(flow, facts.filter((fact) => fact !== '').join('    '), fonts.regular, flow.sizePt)
  flowRule(flow)
}

export async function renderPickList(
  list: PickList,
  options: { size: PickListSize; timeZone?: string },
): Promise<PrintedDocument> {
  const fonts = await loadLabelFonts()
  const { widthMm, heightMm, marginMm, sizePt, columns, cellsOf } = FORMATS[options.size]
  const flow = openFlow(fonts, mm(widthMm), mm(heightMm), mm(marginMm), sizePt)
  flowHeader(flow, list)
  beginTable(flow, columns)
  for (const row of list.rows) flowRow(flow, cellsOf(row))
  endTable(flow)
  const pages = closeFlow(
    flow,
    `${list.pickListNumber}    打印 ${formatTime(list.printedAt, options.timeZone ?? 'Asia/Shanghai')}`,
  )
  const document = openDocument(fonts, widthMm, heightMm, `拣货单 ${list.pickListNumber}`, list.printedAt)
  for (const page of pages) addPage(document, page.marks, null)
  const finding = findingOf(list.pickListNumber, pages)
  return {
    pdf: await closeDocument(document),
    pageCount: document.pageCount,
    widthMm,
    heightMm,
    findings: finding === null ? [] : [finding],
  }
}
