import { texts } from '#web/i18n/pairs.ts'

export const intakeTexts = texts({
  title: ['隔离消息', 'Quarantine'],
  hint: [
    '平台发来但读不懂的消息，单独放在这里，不影响其他订单。',
    'Messages that could not be read wait here and hold up no other order.',
  ],
  empty: ['没有被隔离的消息', 'Nothing is quarantined'],
  emptyHint: ['所有平台消息都已读入。', 'Every message was read.'],
  search: ['平台订单号：查看该订单的全部消息', 'Platform order: all its messages'],
  state: ['状态', 'State'],
  states: {
    new: ['待读入', 'To be read'],
    applied: ['已读入', 'Read'],
    quarantined: ['读不懂', 'Not understood'],
  },
  emptyOrder: ['没有这个订单的消息', 'No message of this order'],
  emptyOrderHint: [
    '请核对订单号，或清除搜索查看全部隔离消息。',
    'Check the number, or clear the search to see the whole quarantine.',
  ],
  order: ['平台订单号', 'Platform order'],
  reason: ['原因', 'Reason'],
  receivedAt: ['收到时间', 'Received'],
  message: ['原始消息', 'Raw message'],
  replay: ['重放', 'Replay'],
})
