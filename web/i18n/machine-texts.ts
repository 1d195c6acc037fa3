import { texts } from './pairs.ts'

/** Acts of the house's own machines, as the log tells them: who, and what. Nobody can be granted or call these. */
export const machineTexts = texts({
  afterSales: {
    noteReadProblem: ['记录售后读取失败', 'Noted a failed reading of after-sales'],
    readAgain: ['重读看不懂的售后', 'Tried unread cases again'],
    recordDecisions: ['记录售后处理结果', 'Recorded decisions'],
    startReading: ['定时读取售后', 'Started due readings of after-sales'],
    storeCases: ['保存售后单', 'Stored after-sales cases'],
  },
  apps: {
    followAccounts: ['收回离岗人员的令牌和授权', 'Ended tokens and consents of people away'],
    stopAll: ['紧急停用后停用全部应用', 'Suspended all apps after an emergency stop'],
  },
  fulfilment: {
    advanceSheets: ['推进打印队列', 'Advanced the print queue'],
    lapseDeskSheets: ['打包台无回音，面单待确认', 'Gave up sheets of a silent packing desk'],
    notePrinter: ['记录打印机状态', 'Noted a printer’s state'],
    recordCancellations: ['记录面单作废结果', 'Recorded voided waybills'],
    recordWaybills: ['记录面单结果', 'Recorded waybills'],
    recordWriteBacks: ['记录回传结果', 'Recorded write-backs'],
    takeWaybills: ['向快递公司取号', 'Asked the carrier for numbers'],
  },
  intake: {
    notePullProblem: ['记录抓单失败', 'Noted a failed reading'],
    startDuePulls: ['定时抓单', 'Started due readings'],
    storePulled: ['保存平台消息', 'Stored platform messages'],
  },
  orders: {
    applyImportChunk: ['导入一段文件', 'Applied part of a file'],
    applyMessages: ['读入平台消息', 'Read messages into orders'],
    beginImport: ['开始写入导入', 'Began applying an import'],
    endImport: ['结束导入', 'Ended an import'],
    quarantineMessage: ['隔离消息', 'Quarantined a message'],
    reviewAutomatically: ['自动审单', 'Reviewed automatically'],
  },
  shops: {
    giveBackRenewalLease: ['交还续期', 'Gave a renewal back'],
    noteAuthorisationLost: ['记录授权失效', 'Noted a lost authorisation'],
    saveTokens: ['更新店铺授权', 'Renewed a shop’s tokens'],
    takeRenewalLease: ['开始续期授权', 'Took a renewal'],
  },
  upkeep: {
    isLogExpired: ['检查日志期限', 'Looked for log entries past their time'],
    purgeLog: ['清除过期日志', 'Purged log entries past their time'],
    removeExpired: ['清理过期数据', 'Removed rows past their time'],
  },
})

/** Where an act came from. */
export const viaTexts = texts({
  web: ['网页', 'Web'],
  api: ['接口', 'API'],
  cli: ['命令行', 'Shell'],
  job: ['后台任务', 'Job'],
  mcp: ['智能助理接口', 'MCP'],
})

export const machineNames = texts({
  apps: ['应用', 'apps'],
  intake: ['抓单', 'intake'],
  import: ['导入', 'import'],
  review: ['审单', 'review'],
  fulfilment: ['发货', 'fulfilment'],
  shops: ['店铺', 'shops'],
  upkeep: ['维护', 'upkeep'],
  init: ['安装', 'set-up'],
})
