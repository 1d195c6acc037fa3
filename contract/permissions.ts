/**
 * The whole list of permissions: what exists, what it lets you do, how much harm it can do. Server, web and the generated
 * matrix read this list and nothing else. A permission that is not here does not exist.
 */

/** `low` looks; `normal` does daily work; `high` moves money, rights or personal data; `system` is for machines only and can never be granted. */
export type Risk = 'low' | 'normal' | 'high' | 'system'
type PermissionText = { risk: Risk; zh: string; en: string }

export const permissions = {
  'account.self': { risk: 'low', zh: '使用自己的账号', en: 'Use one’s own account' },
  'team.view': { risk: 'low', zh: '查看员工与权限', en: 'See staff and their rights' },
  'team.manage': { risk: 'high', zh: '管理员工：新建、冻结、重置密码', en: 'Manage staff: create, freeze, reset passwords' },
  'team.grant': { risk: 'high', zh: '授予和收回角色', en: 'Grant and withdraw roles' },
  'apps.view': { risk: 'low', zh: '查看应用', en: 'See apps' },
  'apps.manage': { risk: 'high', zh: '管理应用：安装、开通、停用', en: 'Manage apps: install, switch on, suspend' },
  'apps.tokens': { risk: 'high', zh: '创建自己的接口令牌', en: 'Make API tokens of one’s own' },
  'log.view': { risk: 'normal', zh: '查看操作日志', en: 'Read the log' },
  'shops.view': { risk: 'low', zh: '查看店铺', en: 'See shops' },
  'shops.manage': { risk: 'high', zh: '管理店铺与授权', en: 'Manage shops and their authorisation' },
  'intake.view': { risk: 'low', zh: '查看抓单情况', en: 'See order intake' },
  'intake.manage': { risk: 'normal', zh: '立即抓单、重放隔离消息', en: 'Pull now, replay quarantined messages' },
  'orders.view': { risk: 'low', zh: '查看订单与包裹', en: 'See orders and parcels' },
  'orders.viewReceiver': { risk: 'high', zh: '查看收件人明文', en: 'See receivers in plain text' },
  'orders.summary': { risk: 'normal', zh: '查看订单汇总', en: 'See order totals' },
  'orders.review': { risk: 'normal', zh: '审单：领单、通过、挂起、解挂', en: 'Review: claim, approve, hold, release' },
  'orders.reviewForced': { risk: 'high', zh: '强制审核通过', en: 'Approve against a hold' },
  'orders.arrange': { risk: 'normal', zh: '合单与拆单', en: 'Merge and split parcels' },
  'orders.note': { risk: 'normal', zh: '修改备注与旗标', en: 'Edit notes and flags' },
  'orders.import': { risk: 'normal', zh: '导入订单文件', en: 'Import order files' },
  'orders.settings': { risk: 'high', zh: '审单设置', en: 'Review settings' },
  'inventory.view': { risk: 'low', zh: '查看库存', en: 'See stock' },
  'inventory.adjust': { risk: 'normal', zh: '调整库存', en: 'Adjust stock' },
  'catalog.view': { risk: 'low', zh: '查看商品', en: 'See goods' },
  'catalog.manage': { risk: 'normal', zh: '管理商品', en: 'Manage goods' },
  'fulfilment.view': { risk: 'low', zh: '查看发货工位', en: 'See fulfilment stations' },
  'fulfilment.waybill': { risk: 'normal', zh: '获取和作废面单', en: 'Get and void waybills' },
  'fulfilment.print': { risk: 'normal', zh: '打印面单', en: 'Print labels' },
  'fulfilment.reprint': { risk: 'normal', zh: '补打面单', en: 'Reprint labels' },
  'fulfilment.ship': { risk: 'normal', zh: '发货', en: 'Ship' },
  'fulfilment.retryWriteBack': { risk: 'normal', zh: '重试发货回传', en: 'Retry write-backs' },
  'fulfilment.settings': { risk: 'high', zh: '快递与打印机设置', en: 'Carrier and printer settings' },
  'takeover.claims': { risk: 'normal', zh: '接管他人领取的单', en: 'Take over claims of others' },
  'system.jobs': { risk: 'system', zh: '系统任务', en: 'System jobs' },
} as const satisfies Record<string, PermissionText>

export type Permission = keyof typeof permissions
export const permissionCodes = Object.keys(permissions) as Permission[]

/** Permissions a person can be granted: everything that is not reserved for machines. */
export const grantablePermissions = permissionCodes.filter((code) => permissions[code].risk !== 'system')

type RoleText = { zh: string; en: string; permissions: readonly Permission[] }
const looking = ['account.self', 'orders.view', 'catalog.view', 'inventory.view', 'shops.view'] as const satisfies Permission[]

/** Built-in roles of a shop team. The owner holds every grantable permission and needs no grant. */
export const builtInRoles = {
  administrator: { zh: '管理员', en: 'Administrator', permissions: grantablePermissions },
  supervisor: {
    zh: '主管',
    en: 'Supervisor',
    permissions: [
      ...looking,
      'team.view',
      'log.view',
      'intake.view',
      'intake.manage',
      'orders.summary',
      'orders.review',
      'orders.reviewForced',
      'orders.arrange',
      'orders.note',
      'orders.import',
      'orders.viewReceiver',
      'fulfilment.view',
      'fulfilment.retryWriteBack',
      'takeover.claims',
    ],
  },
  orderReviewer: {
    zh: '审单员',
    en: 'Order reviewer',
    permissions: [...looking, 'intake.view', 'orders.review', 'orders.arrange', 'orders.note', 'orders.import'],
  },
  warehouseKeeper: {
    zh: '仓管',
    en: 'Warehouse keeper',
    permissions: [
      ...looking,
      'inventory.adjust',
      'fulfilment.view',
      'fulfilment.waybill',
      'fulfilment.print',
      'fulfilment.reprint',
      'fulfilment.ship',
      'fulfilment.retryWriteBack',
    ],
  },
  customerService: { zh: '客服', en: 'Customer service', permissions: [...looking, 'orders.note'] },
  marketer: { zh: '运营推广', en: 'Marketer', permissions: ['account.self', 'catalog.view', 'shops.view', 'orders.summary'] },
  designer: { zh: '美工', en: 'Designer', permissions: ['account.self', 'catalog.view', 'catalog.manage'] },
} as const satisfies Record<string, RoleText>
export type BuiltInRole = keyof typeof builtInRoles
