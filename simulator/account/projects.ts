export interface Project {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly purpose: string;
  readonly environment: string;
  readonly is_default: boolean;
  readonly created_at: string;
  readonly updated_at: string;
}

/** That a resource is in a project. */
export interface Assignment {
  readonly project: string;
  readonly assigned_at: string;
}
