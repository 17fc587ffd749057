/// What ids of files of entries name.
public enum EntryImport {}
