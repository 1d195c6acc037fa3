import { App } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '#web/shared/api.ts'
import { makePasskey, wasCalledOff } from '#web/shared/passkeys.ts'
import { useProblemToast } from '#web/shared/problem-toast.tsx'
import { useCommand } from '#web/shared/use-operation.ts'

/** Has the device make a passkey and adds it. `onDone` gets recovery codes with the first factor, else none. */
export function useAddPasskey(onDone: (recoveryCodes: string[]) => void): { isBusy: boolean; run: () => void } {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const showProblem = useProblemToast()
  const [isBusy, setBusy] = useState(false)
  const add = useCommand('team.addPasskey', { quiet: true })
  const run = async () => {
    setBusy(true)
    try {
      const answer = await makePasskey()
      const { recoveryCodes } = await add.mutateAsync({ answer, name: '' })
      void message.success(t('account.passkeys.added'))
      onDone(recoveryCodes)
    } catch (error) {
      if (error instanceof ApiError) showProblem(error)
      else if (!wasCalledOff(error)) void message.error(t('account.passkeys.failed'))
    } finally {
      setBusy(false)
    }
  }
  return { isBusy, run: () => void run() }
}
