/**
 * Opens a dialog over the whole page, outside of whatever form the component is part of: what is typed in it is not sent with that form,
 * and the Enter key does not send it.
 */
export function overAll(dialog: HTMLDialogElement): () => void {
  document.body.append(dialog);
  dialog.showModal();
  return () => dialog.remove();
}
