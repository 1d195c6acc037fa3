import { Flex, Form, Input, Modal, Tag } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'

type ConfirmWithReasonProps = {
  title: string
  hint?: ReactNode
  okText: string
  isDanger?: boolean
  /** Reasons that people give most often: one click fills the field. */
  suggestions?: readonly string[]
  /** Resolve to close; reject (or throw) to keep the dialogue and what was typed. */
  onConfirm: (reason: string) => Promise<unknown>
  /** What opens the dialogue. */
  children: (open: () => void) => ReactNode
}

/** Asks for a reason before an act that goes into the log with it. */
export function ConfirmWithReason(props: ConfirmWithReasonProps) {
  const { t } = useTranslation()
  const [isOpen, setOpen] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const [form] = Form.useForm<{ reason: string }>()
  const confirm = async ({ reason }: { reason: string }) => {
    setBusy(true)
    try {
      await props.onConfirm(reason.trim())
      setOpen(false)
    } catch {
      // The refusal was shown as a toast; the reason stays so that it need not be typed again.
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      {props.children(() => setOpen(true))}
      <Modal
        open={isOpen}
        title={props.title}
        okText={props.okText}
        okButtonProps={{ danger: props.isDanger ?? false }}
        confirmLoading={isBusy}
        onOk={form.submit}
        onCancel={() => setOpen(false)}
        destroyOnHidden
        width={460}
      >
        <Form form={form} layout="vertical" preserve={false} onFinish={(values) => void confirm(values)}>
          {props.hint ? <p>{props.hint}</p> : null}
          <Form.Item
            name="reason"
            label={t('shared.reason')}
            rules={[{ required: true, whitespace: true, message: t('shared.reasonNeeded') }]}
          >
            <Input.TextArea
              autoFocus
              rows={3}
              maxLength={1000}
              placeholder={t('shared.reasonHint')}
              onPressEnter={(event) => {
                // Enter confirms, so that no mouse is needed; Shift+Enter breaks the line, and an input method keeps its own Enter.
                if (event.shiftKey || event.nativeEvent.isComposing) return
                event.preventDefault()
                form.submit()
              }}
            />
          </Form.Item>
          <Flex gap="small" wrap>
            {props.suggestions?.map((reason) => (
              <Tag key={reason} style={{ cursor: 'pointer' }} onClick={() => form.setFieldValue('reason', reason)}>
                {reason}
              </Tag>
            ))}
          </Flex>
        </Form>
      </Modal>
    </>
  )
}
