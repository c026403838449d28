using UpdateService.Server.Hosting;

// With too few files even the rest of the program cannot be loaded: what follows the check is compiled only after it.
return OpenFiles.AreEnough() ? await UpdateServiceHost.RunAsync(args, CancellationToken.None) : UpdateServiceHost.CannotRun;
