import { texts } from './pairs.ts'

/** Acts about what buyers ask back, as the log tells them. */
export const afterSalesOperationTexts = texts({
  listCases: ['查看售后单', 'Looked at after-sales cases'],
  countCases: ['查看售后统计', 'Counted after-sales cases'],
  readCase: ['查看售后详情', 'Looked at an after-sales case'],
  agreeToCases: ['批量同意售后', 'Agreed to several cases'],
  decideCase: ['处理售后单', 'Decided an after-sales case'],
  retryDecision: ['重试售后处理', 'Retried a decision'],
  readShopNow: ['立即读取售后', 'Had after-sales read now'],
})
