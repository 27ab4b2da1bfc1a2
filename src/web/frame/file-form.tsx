/** One file that a person chooses and sends, and why it was refused. */
import { Submit } from './post-form.tsx'

export interface FileFormProps {
  action: string
  /** What the chooser offers first; by what it holds the file is known. */
  accept: string
  label: string
  send: string
  /** Id of the heading over it. */
  about: string
  /** Id of what is said of it before; null where nothing is. */
  hint: string | null
  /** A sentence of ours. */
  error: string | null
}

export function FileForm({ action, accept, label, send, about, hint, error }: FileFormProps) {
  const described = [error === null ? null : 'file-error', hint].filter((id) => id !== null).join(' ')
  return (
    <form method="post" action={action} enctype="multipart/form-data" class="stack">
      <div class="field">
        <label for="file">{label}</label>
        <input
          id="file"
          name="file"
          type="file"
          accept={accept}
          aria-invalid={error === null ? undefined : 'true'}
          aria-describedby={described === '' ? undefined : described}
        />
        {error !== null && (
          <p class="error" id="file-error" role="alert">
            {error}
          </p>
        )}
      </div>
      <div class="actions">
        <Submit label={send} look="main" about={about} />
      </div>
    </form>
  )
}
