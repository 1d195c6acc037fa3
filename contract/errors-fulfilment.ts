/** Errors of waybills, printing, shipping and write-back. */
import { define, type ErrorDefinition } from './error-definition.ts'

export const fulfilmentErrors = {
  notApproved: define(
    'notApproved',
    409,
    { state: 'text' },
    '该包裹尚未审核通过（{state}），不能发货操作。',
    'This parcel is not approved ({state}).',
  ),
  hasWaybill: define(
    'hasWaybill',
    409,
    { number: 'text' },
    '该包裹已有面单 {number}。',
    'This parcel has the waybill {number} already.',
  ),
  noWaybill: define(
    'noWaybill',
    409,
    {},
    '该包裹还没有运单号，请先获取面单。',
    'This parcel has no waybill number yet. Get one first.',
  ),
  notPrinted: define(
    'notPrinted',
    409,
    {},
    '该包裹的面单还没有打印，请先打印。',
    'The label of this parcel has not been printed yet.',
  ),
  alreadyPrinted: define(
    'alreadyPrinted',
    409,
    {},
    '该面单已打印；如需再打请用“补打”并写明原因。',
    'This label was printed already. Use “reprint” and give a reason.',
  ),
  printPending: define('printPending', 409, {}, '该面单正在打印队列中。', 'This label is waiting in a print queue.'),
  refundAsked: define(
    'refundAsked',
    409,
    {},
    '买家已申请退款，该包裹已被拦截。',
    'The buyer asked for a refund; this parcel is stopped.',
  ),
  carrierMissing: define(
    'carrierMissing',
    409,
    {},
    '没有可用的快递账号，请先在设置中添加。',
    'There is no carrier account. Add one in the settings.',
  ),
  printerUnreachable: define(
    'printerUnreachable',
    409,
    { printer: 'text', reason: 'text' },
    '连不上打印机“{printer}”：{reason}。请检查电源与网络。',
    'Cannot reach the printer “{printer}”: {reason}. Check power and network.',
  ),
  printerExists: define('printerExists', 409, { name: 'text' }, '打印机“{name}”已存在。', 'The printer “{name}” exists already.'),
  unknownOutcome: define(
    'unknownOutcome',
    409,
    {},
    '上一次请求结果未知，系统正在向快递公司核实，请勿重复获取。',
    'The outcome of the last request is unknown; it is being checked with the carrier. Do not ask again.',
  ),
  writeBackNotFailed: define('writeBackNotFailed', 409, {}, '该回传没有失败，无需处理。', 'This write-back has not failed.'),
} as const satisfies Record<string, ErrorDefinition>
