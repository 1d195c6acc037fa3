/** What was told of an order of a shop of ours; `noticeId` is the platform's own word for the message. */
export type KeptNotice = { noticeId: string; platformOrderId: string }
export type ShopNotice = KeptNotice & { shopId: string }
