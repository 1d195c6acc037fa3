import { Form, type FormInstance, Modal } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

/** What a required field of a form says when it was left empty. */
export function useRequired(): { required: true; whitespace: true; message: string }[] {
  const { t } = useTranslation()
  return [{ required: true, whitespace: true, message: t('shared.required') }]
}

type FormDialogProps<Fields extends object> = {
  open: boolean
  title: string
  onClose: () => void
  onSubmit: (fields: Fields) => void
  isBusy: boolean
  okText?: string
  isDanger?: boolean
  /** There is nothing to send it to, whatever is typed. */
  isBlocked?: boolean
  width?: number
  initialValues?: object
  /** For a caller that sets fields from outside; the fields inside use `Form.useFormInstance`. */
  form?: FormInstance<Fields>
  /** In place of the buttons, when there is nothing left to send. */
  footer?: ReactNode
  children: ReactNode
}

/** A form in a dialogue: opens empty (or as told), sends with Enter, stays open with what was typed until it is done. */
export function FormDialog<Fields extends object>(props: FormDialogProps<Fields>) {
  const { t } = useTranslation()
  const [own] = Form.useForm<Fields>()
  const form = props.form ?? own
  return (
    <Modal
      open={props.open}
      title={props.title}
      onCancel={props.onClose}
      onOk={form.submit}
      okText={props.okText ?? t('shared.save')}
      confirmLoading={props.isBusy}
      destroyOnHidden
      width={props.width ?? 460}
      okButtonProps={{ danger: props.isDanger ?? false, disabled: props.isBlocked ?? false }}
      {...(props.footer !== undefined && { footer: props.footer })}
    >
      <Form<Fields>
        form={form}
        layout="vertical"
        preserve={false}
        onFinish={props.onSubmit}
        {...(props.initialValues && { initialValues: props.initialValues })}
      >
        {props.children}
      </Form>
    </Modal>
  )
}
