/** What an intermediary calls a delivery, and what is needed to go on with it. Written down before anything is handed over. */
export interface Dispatch {
  /** Submission id, message id. */
  readonly parcel: string;
  /** The case into which what follows belongs. */
  readonly bracket: string | undefined;
  /** Ids, codes and check values of the channel; never content. */
  readonly memory: Readonly<Record<string, unknown>>;
}

/** The memory of one delivery over all tries and processes. */
export interface DispatchJournal {
  /** What an earlier try wrote down. */
  known(): Promise<Dispatch | undefined>;
  /**
   * Writes down what was announced. Where another try was faster, what that one wrote comes back and is to be used: one delivery has one parcel.
   * `instead`: the parcel that is gone for good.
   */
  keep(dispatch: Dispatch, instead?: string): Promise<Dispatch>;
}
