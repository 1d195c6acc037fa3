import { texts } from './pairs.ts'

/** Operations of buyers' reviews, by name. */
export const reviewOperationTexts = texts({
  listReviews: ['查看评价', 'Looked at buyers’ reviews'],
  readReview: ['查看评价详情', 'Opened a review'],
  listReviewShops: ['查看各店评价', 'Looked at the reviews of shops'],
  readShopReviews: ['立即读取评价', 'Read reviews now'],
  replyToReview: ['回复评价', 'Replied to a review'],
  listPhrases: ['查看常用语', 'Looked at phrases'],
  savePhrase: ['保存常用语', 'Kept a phrase'],
  deletePhrase: ['删除常用语', 'Deleted a phrase'],
  startReadings: ['安排读取评价', 'Started reading reviews'],
  planNextReading: ['安排读取范围', 'Planned a reading'],
  storeReviewPage: ['保存评价', 'Kept reviews'],
  endReading: ['读完评价', 'Read the reviews of a shop'],
  noteReading: ['记录读取问题', 'Noted a problem of reading'],
  takeDueReplies: ['准备发送回复', 'Prepared replies'],
  recordReplies: ['回复写到平台', 'Sent a reply to the platform'],
})
