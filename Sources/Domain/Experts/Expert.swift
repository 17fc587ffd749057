/// What ids of experts name: people of the pool from which an expert group 专家组 is drawn (二(二)3).
public enum Expert {}
/// What ids of assignments name: one expert scores one station in one period.
public enum ExpertTask {}
