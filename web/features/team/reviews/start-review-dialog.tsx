import { App, DatePicker, Form, Input, Select } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import { useTranslation } from 'react-i18next'
import { FormDialog, useRequired } from '#web/shared/form-dialog.tsx'
import { useCommand, useOperation } from '#web/shared/use-operation.ts'

type Values = { name: string; dueAt: Dayjs; departmentId?: string }

export function StartReviewDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const rules = useRequired()
  const departments = useOperation('team.listDepartments', {}, { enabled: open })
  const start = useCommand('team.startAccessReview', {
    onDone: ({ itemCount }) => {
      void message.success(t('reviews.started', { n: itemCount }))
      onClose()
    },
  })
  const begin = ({ name, dueAt, departmentId }: Values) =>
    start.mutate({ name, dueAt: dueAt.toISOString(), departmentId: departmentId ?? null })
  return (
    <FormDialog<Values>
      open={open}
      title={t('reviews.start')}
      okText={t('reviews.start')}
      isBusy={start.isPending}
      onSubmit={begin}
      onClose={onClose}
      width={520}
      initialValues={{ dueAt: dayjs().add(14, 'day') }}
    >
      <Form.Item name="name" label={t('reviews.name')} rules={rules}>
        <Input maxLength={60} placeholder={t('reviews.namePlaceholder')} autoFocus />
      </Form.Item>
      <Form.Item name="dueAt" label={t('reviews.dueAt')} rules={[{ required: true, message: t('shared.required') }]}>
        <DatePicker showTime style={{ width: '100%' }} minDate={dayjs()} />
      </Form.Item>
      <Form.Item name="departmentId" label={t('reviews.department')}>
        <Select
          allowClear
          placeholder={t('reviews.everybody')}
          options={(departments.data?.rows ?? []).map((row) => ({ value: row.departmentId, label: row.name }))}
        />
      </Form.Item>
    </FormDialog>
  )
}
