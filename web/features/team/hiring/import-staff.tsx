import { Form, Input, Select, Typography } from 'antd'
import { useTranslation } from 'react-i18next'
import type { TemplateView } from '#contract/team-hiring.ts'
import { FormDialog, useRequired } from '#web/shared/form-dialog.tsx'
import { useBulkCommand } from '#web/shared/use-bulk-command.ts'
import { DepartmentField, type EndFields, endOf, firstEnd, TemporaryFields } from '../people/newcomer-fields.tsx'
import { MOST_LINES, readStaffLines } from './staff-lines.ts'

type Fields = { list: string; templateId?: string; departmentId?: string | null } & EndFields
type ImportStaffProps = { open: boolean; templates: TemplateView[]; onClose: () => void }

/** Many people at once from a pasted list; who could not be created is named with the reason. */
export function ImportStaff({ open, templates, onClose }: ImportStaffProps) {
  const { t } = useTranslation()
  const command = useBulkCommand('team.importStaff', { title: t('hiring.import'), nameOf: (id) => id, onDone: onClose })
  const send = ({ list, templateId, departmentId, ...end }: Fields) => {
    const whole = { templateId: templateId ?? null, departmentId: departmentId ?? null, endsAt: endOf(end) }
    command.run({ rows: readStaffLines(list).lines.map((line) => ({ ...line, ...whole })) })
  }
  return (
    <FormDialog<Fields>
      open={open}
      title={t('hiring.import')}
      okText={t('hiring.import')}
      onClose={onClose}
      onSubmit={send}
      isBusy={command.isPending}
      width={620}
      initialValues={firstEnd()}
    >
      <ListField />
      <Form.Item name="templateId" label={t('hiring.template')}>
        <Select
          allowClear
          placeholder={t('hiring.none')}
          options={templates.map(({ templateId, name }) => ({ value: templateId, label: name }))}
        />
      </Form.Item>
      <DepartmentField />
      <TemporaryFields />
    </FormDialog>
  )
}

function ListField() {
  const { t } = useTranslation()
  const rules = useRequired()
  const form = Form.useFormInstance<Fields>()
  const { lines, badLine } = readStaffLines(Form.useWatch('list', form) ?? '')
  const validate = async (_: unknown, text = '') => {
    const read = readStaffLines(text)
    if (read.badLine !== null) throw new Error(t('hiring.badLine', { line: read.badLine }))
    if (read.lines.length > MOST_LINES) throw new Error(t('hiring.tooMany', { n: MOST_LINES }))
  }
  return (
    <Form.Item
      name="list"
      label={t('hiring.paste')}
      rules={[...rules, { validator: validate }]}
      extra={
        <>
          {t('hiring.pasteHint')}{' '}
          {lines.length > 0 && badLine === null && (
            <Typography.Text type="success">{t('hiring.count', { n: lines.length })}</Typography.Text>
          )}
        </>
      }
    >
      <Input.TextArea rows={8} autoFocus placeholder={t('hiring.pasteExample')} style={{ fontFamily: 'monospace' }} />
    </Form.Item>
  )
}
