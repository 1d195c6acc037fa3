import { CopyOutlined, DownloadOutlined } from '@ant-design/icons'
import { Alert, App, Button, Flex, Modal } from 'antd'
import { useTranslation } from 'react-i18next'

/** Codes in clear, this once: they leave only by the button that says they are saved. */
export function RecoveryCodesDialog({ codes, onClose }: { codes: readonly string[]; onClose: () => void }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const text = codes.join('\n')
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => void message.success(t('account.codes.copied')),
      () => undefined,
    )
  const download = () => {
    const link = document.createElement('a')
    link.href = URL.createObjectURL(new Blob([`${t('shell.name')}\n${text}\n`], { type: 'text/plain' }))
    link.download = t('account.codes.fileName')
    link.click()
    URL.revokeObjectURL(link.href)
  }
  return (
    <Modal
      open={codes.length > 0}
      title={t('account.codes.shown')}
      closable={false}
      keyboard={false}
      mask={{ closable: false }}
      width={420}
      zIndex={1400}
      footer={
        <Button type="primary" onClick={onClose}>
          {t('account.codes.saved')}
        </Button>
      }
    >
      <Flex vertical gap={16}>
        <Alert type="warning" showIcon title={t('account.codes.shownHint')} />
        <ol className="codes">
          {codes.map((code) => (
            <li key={code}>{code}</li>
          ))}
        </ol>
        <Flex gap={8}>
          <Button icon={<CopyOutlined />} onClick={() => void copy()}>
            {t('account.codes.copy')}
          </Button>
          <Button icon={<DownloadOutlined />} onClick={download}>
            {t('account.codes.download')}
          </Button>
        </Flex>
      </Flex>
    </Modal>
  )
}
