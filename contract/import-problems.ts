import { z } from 'zod'

/**
 * What can be wrong with an order file. `file…` problems refuse the whole file: nothing of it is imported. The others refuse one
 * row or one order and stand in the report. `{name}` in a sentence is a parameter.
 */
const FILE_PROBLEMS = {
  fileEmpty: ['文件是空的，请重新导出。', 'The file is empty. Export it again.'],
  fileTooLarge: [
    '文件解压后超过 {limitMb} MB，请拆分后再导入。',
    'The file is larger than {limitMb} MB when unpacked. Split it and import again.',
  ],
  fileCompressionWrong: [
    '文件名是“{name}”，内容却不是这种压缩格式，请重新压缩或直接上传原文件。',
    'The file is called “{name}” but is not compressed like that. Compress it again or upload the plain file.',
  ],
  fileCompressionDamaged: [
    '压缩文件（{format}）不完整或已损坏，请重新上传。',
    'The compressed file ({format}) is cut off or damaged. Upload it again.',
  ],
  fileTypeUnsupported: [
    '不支持这种文件（{type}），请另存为 .xlsx 或 .csv 后再导入。',
    'This kind of file ({type}) is not supported. Save it as .xlsx or .csv and import again.',
  ],
  fileWorkbookDamaged: [
    'Excel 文件已损坏或加密：{reason}。请重新导出。',
    'The workbook is damaged or encrypted: {reason}. Export it again.',
  ],
  fileEncodingUnreadable: [
    '文件编码无法识别（不是 UTF-8、GB18030 或 UTF-16），请另存为 UTF-8 的 CSV。',
    'The text encoding is not UTF-8, GB18030 or UTF-16. Save the file as UTF-8 CSV.',
  ],
  fileQuoteNotClosed: [
    '第 {row} 行附近的引号没有配对，文件可能被截断，请重新导出。',
    'A quotation mark near row {row} is never closed; the file may be cut off. Export it again.',
  ],
  fileRowTooLong: [
    '第 {row} 行超过 {limit} 个字节，这不是正常的订单行，请检查文件。',
    'Row {row} is longer than {limit} bytes, which no order row is. Check the file.',
  ],
  fileTooManyRows: ['文件超过 {limit} 行，请按日期拆分后导入。', 'The file has more than {limit} rows. Split it by date.'],
  fileTooManyColumns: [
    '文件超过 {limit} 列，这不是订单表，请检查文件。',
    'The file has more than {limit} columns, which no order table has. Check the file.',
  ],
  fileHeaderMissing: [
    '找不到表头行，请保留平台导出的表头。',
    'There is no header row. Keep the header that the platform exported.',
  ],
  fileFormatUnknown: [
    '认不出这是哪个平台的表格（前几列：{columns}），请选择或新建一个映射。',
    'This format is not known (first columns: {columns}). Choose or write a mapping.',
  ],
  fileColumnsMissing: ['按“{mapping}”导入缺少列：{columns}。', 'For “{mapping}” these columns are missing: {columns}.'],
  fileColumnRepeated: [
    '列“{column}”出现了两次，无法判断用哪一列，请删去一列。',
    'The column “{column}” stands there twice. Remove one.',
  ],
  fileIdsDestroyed: [
    '第 {row} 行“{column}”的编号已被 Excel 改坏（{value}），后几位无法找回。请从平台重新导出，不要用 Excel 打开后保存。',
    'In row {row} Excel has destroyed the number in “{column}” ({value}); its last digits are lost. Export again and do not save the file with Excel.',
  ],
  fileBelongsElsewhere: [
    '这是“{format}”，不是订单表，请到“{page}”页面导入。',
    'This is “{format}”, not an order file. Import it on the page “{page}”.',
  ],
  fileRowsScattered: [
    '同一订单的行相隔太远（超过 {limit} 行未配齐），请先按订单编号排序再导入。',
    'Rows of one order lie too far apart (more than {limit} rows are waiting). Sort the file by order number and import again.',
  ],
  fileMappingInvalid: ['映射文件有误（{path}）：{reason}。', 'The mapping is not right ({path}): {reason}.'],
} as const
const ROW_PROBLEMS = {
  orderIdMissing: ['没有订单编号。', 'There is no order number.'],
  orderRepeated: [
    '订单 {orderId} 在文件中重复出现，只导入了第一次。',
    'Order {orderId} stands in the file again; only the first was imported.',
  ],
  cellsShifted: [
    '这一行有 {cells} 格，表头只有 {columns} 格，列已错位。',
    'This row has {cells} cells but the header only {columns}: the columns are shifted.',
  ],
  valueMissing: ['“{field}”没有值。', '“{field}” has no value.'],
  statusUnknown: ['不认识的状态“{value}”，请在映射中补充。', 'The status “{value}” is not known. Add it to the mapping.'],
  timeUnreadable: ['“{field}”的时间“{value}”无法识别。', 'The time “{value}” in “{field}” cannot be read.'],
  amountUnreadable: ['“{field}”的金额“{value}”无法识别。', 'The amount “{value}” in “{field}” cannot be read.'],
  quantityUnreadable: ['数量“{value}”无法识别。', 'The quantity “{value}” cannot be read.'],
  quantityNotPositive: ['数量为 {value}，不是销售。', 'The quantity is {value}: this is not a sale.'],
  quantityNotSplittable: [
    '一行里有 {lines} 个商品、共 {quantity} 件，无法判断每个几件，请手工录入。',
    'One row holds {lines} goods and {quantity} pieces together; how many of each is unknown. Enter this order by hand.',
  ],
  amountNegative: ['“{field}”为负数（{value}）。', '“{field}” is negative ({value}).'],
  amountTooLarge: [
    '“{field}”的金额大得不合理，请检查是否错列。',
    'The amount in “{field}” is too large to be one: check whether the cells are shifted.',
  ],
  isReturn: ['这是退货单，不作为销售导入。', 'This is a return, not a sale.'],
  isAdjustment: ['这是账务调整，不作为销售导入。', 'This is an accounting adjustment, not a sale.'],
  priceZero: ['单价为 0，不作为销售导入。', 'The price is zero: not a sale.'],
  priceNegative: ['单价为负数，不作为销售导入。', 'The price is negative: not a sale.'],
  excludedByRule: ['{reason}', '{reason}'],
} as const

export type FileProblemCode = keyof typeof FILE_PROBLEMS
export type RowProblemCode = keyof typeof ROW_PROBLEMS
export type ProblemParams = Record<string, string | number>
const ROW_PROBLEM_CODES = Object.keys(ROW_PROBLEMS) as RowProblemCode[]

const sentences: Record<string, readonly [string, string]> = { ...FILE_PROBLEMS, ...ROW_PROBLEMS }
/** The sentence of a problem in one language. A parameter that has an English form carries it as `nameEn`. */
export function problemMessage(code: FileProblemCode | RowProblemCode, params: ProblemParams, language: 'zh' | 'en'): string {
  const sentence = sentences[code]?.[language === 'zh' ? 0 : 1] ?? code
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) =>
    String((language === 'en' ? params[`${name}En`] : undefined) ?? params[name] ?? whole),
  )
}

/** One line of an import's report. `also` = further rules that speak against the same row. */
export const importProblem = z.strictObject({
  /** Row as a spreadsheet counts it: the header is usually row 1. */
  row: z.int().min(1),
  rowCount: z.int().min(1),
  platformOrderId: z.string(),
  code: z.enum(ROW_PROBLEM_CODES),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  also: z.array(z.enum(ROW_PROBLEM_CODES)),
})
export type ImportProblem = z.infer<typeof importProblem>

/** What one reading of a file came to. */
export const importCounts = z.strictObject({
  rows: z.int(),
  skippedRows: z.int(),
  refusedRows: z.int(),
  /** Orders the file speaks of, imported or not, and the lines in them. */
  ordersSeen: z.int(),
  linesSeen: z.int(),
  orders: z.int(),
  lines: z.int(),
  refunds: z.int(),
})
export type ImportCounts = z.infer<typeof importCounts>
