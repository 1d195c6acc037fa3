import { texts } from '#web/i18n/pairs.ts'

export const hiringTexts = texts({
  title: ['岗位模板', 'Post templates'],
  hint: [
    '把一个岗位常用的授权存成模板，新人一步到位；使用时仍按使用者的权限检查。',
    'Keep what a post is usually given; whoever uses it is still held to their own rights.',
  ],
  add: ['新建模板', 'New template'],
  edit: ['编辑模板', 'Edit'],
  remove: ['删除', 'Remove'],
  removeAsk: ['已授予的权限不受影响。', 'Nobody loses what it gave.'],
  name: ['模板名称', 'Name'],
  namePlaceholder: ['例如：大促临时客服', 'For example: sale-season service'],
  grants: ['授权', 'Grants'],
  empty: ['还没有岗位模板', 'No templates yet'],
  emptyHint: [
    '大促前先建好模板，再批量导入临时人员。',
    'Make templates before a promotion, then import temporary people at once.',
  ],
  import: ['批量导入员工', 'Import staff'],
  paste: ['名单', 'List'],
  pasteHint: [
    '每行一人：子账号名，姓名，初始密码。可从表格直接粘贴。',
    'One person a line: sub-account, name, first password. Paste from a spreadsheet.',
  ],
  pasteExample: ['linshi01\t小陈\t初始密码十位以上', 'temp01\tChen\tten characters or more'],
  template: ['岗位模板', 'Template'],
  none: ['不套用模板', 'None'],
  ends: ['临时账号到期', 'Temporary until'],
  count: ['识别到 {{n}} 人', '{{n}} people'],
  badLine: ['第 {{line}} 行缺少内容，请补全三列', 'Line {{line}} lacks a column'],
  run: ['导入 {{n}} 人', 'Import {{n}}'],
  tooMany: ['一次最多 {{n}} 人', 'At most {{n}} at once'],
})
