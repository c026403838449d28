using UpdateService.Server.Hosting;

return await UpdateServiceHost.RunAsync(args, CancellationToken.None);
