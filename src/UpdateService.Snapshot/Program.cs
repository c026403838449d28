using UpdateService.Snapshot;

return await SnapshotCommand.RunAsync(args, Console.Out, Console.Error);
