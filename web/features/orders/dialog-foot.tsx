import { Button, Flex } from 'antd'
import { useTranslation } from 'react-i18next'

type DialogFootProps = { okText: string; isReady: boolean; isBusy: boolean; onOk: () => void; onCancel: () => void }

/** Foot of a dialogue; Enter presses the main button at once. */
export function DialogFoot({ okText, isReady, isBusy, onOk, onCancel }: DialogFootProps) {
  const { t } = useTranslation()
  return (
    <Flex justify="end" gap={8}>
      <Button onClick={onCancel}>{t('shared.cancel')}</Button>
      <Button type="primary" autoFocus disabled={!isReady} loading={isBusy} onClick={onOk}>
        {okText}
      </Button>
    </Flex>
  )
}
