import { texts } from '#web/i18n/pairs.ts'

/** Names of the details that acts leave in the log. */
export const timelineTexts = texts({
  reason: ['原因', 'Reason'],
  takenFrom: ['接管自', 'Taken from'],
  carrier: ['快递', 'Carrier'],
  waybillNumber: ['运单号', 'Waybill number'],
  printer: ['打印机', 'Printer'],
  problem: ['问题', 'Problem'],
  reviewState: ['审单状态', 'Review'],
  fulfilmentState: ['发货状态', 'Fulfilment'],
  station: ['工位', 'Station'],
  flags: ['旗标', 'Flags'],
  number: ['包裹号', 'Parcel'],
  note: ['备注', 'Note'],
  quantity: ['件数', 'Pieces'],
  pieces: ['件数', 'Pieces'],
  platformOrderId: ['订单', 'Order'],
  withDeliveryNote: ['带发货单', 'With a delivery note'],
  size: ['面单尺寸', 'Label size'],
  attempts: ['尝试次数', 'Attempts'],
})
